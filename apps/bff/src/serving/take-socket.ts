import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What Node keeps beside every HTTP/1.1 socket to read the next request. Not documented, so every part of it is checked for. */
type Parser = Record<'unconsume' | 'remove' | 'close', () => void>

/**
 * Take the socket of an answer that never ends away from the HTTP server, as Node itself does for an upgrade: the parser,
 * the request and the response are let go, more than half of what a held stream weighs
 * (docs/decisions/0008-one-raw-event-stream.md).
 *
 * Call it outside of the parser's own turn, when the headers are sent. What the client still sends is read and thrown away: the
 * answer said `Connection: close`.
 *
 * @returns null when this Node does not look as expected, or the request is not all there: go on with the response then
 */
export function takeSocket(incoming: IncomingMessage, outgoing: ServerResponse): Socket | null {
  const { socket } = outgoing
  if (
    socket === null ||
    socket.destroyed ||
    outgoing.writableEnded ||
    !incoming.complete ||
    outgoing.writableCorked > 0
  )
    return null
  const parser: unknown = Reflect.get(socket, 'parser')
  if (!isParser(parser) || Reflect.get(socket, '_httpMessage') !== outgoing) return null

  outgoing.detachSocket(socket)
  for (const event of ['data', 'end', 'drain', 'error', 'timeout', 'resume', 'pause']) socket.removeAllListeners(event)
  for (const listener of socket.rawListeners('close')) if (isOfHttp(listener)) socket.off('close', listener)
  parser.unconsume()
  parser.remove()
  for (const reference of ['socket', 'incoming', 'outgoing', 'onIncoming']) Reflect.set(parser, reference, null)
  Reflect.set(socket, 'parser', null)
  setImmediate(() => parser.close())

  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.resume()
  return socket
}

/** Node's own listener holds on to the request and the response; others wait for the end of the connection as well. */
const isOfHttp = (listener: Function): listener is () => void => listener.name === 'bound socketOnClose'

function isParser(value: unknown): value is Parser {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['unconsume', 'remove', 'close'].every((name) => typeof Reflect.get(value, name) === 'function')
  )
}
