import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One kept connection that sends a request, waits for its answer, and sends the next. */
async function exchange(socket: Socket, request: string, count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let left = count
  const listen = (bytes: Buffer) => {
    // Every contender answers in one small segment with a fixed length.
    if (!bytes.subarray(0, 12).equals(ok)) return reject(new Error(`It answered ${bytes.toString('latin1', 0, 200)}`))
    left -= 1
    if (left === 0) resolve()
    else socket.write(request)
    return undefined
  }
  socket.on('data', listen)
  socket.once('close', () => reject(new Error('The connection was closed')))
  socket.write(request)
  await promise.finally(() => socket.off('data', listen))
}
const ok = Buffer.from('HTTP/1.1 200')

/**
 * Requests a second that a server answers over so many kept connections.
 *
 * @param request one whole HTTP/1.1 request
 */
export async function requestsPerSecond(
  port: number,
  request: string,
  { connections = 16, each = 250 } = {},
): Promise<number> {
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay()
      await once(socket, 'connect')
      return socket
    }),
  )
  const from = performance.now()
  await Promise.all(sockets.map((socket) => exchange(socket, request, each)))
  const seconds = (performance.now() - from) / 1_000
  for (const socket of sockets) socket.removeAllListeners('close').destroy()
  return (connections * each) / seconds
}
