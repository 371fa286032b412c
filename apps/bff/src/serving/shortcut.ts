import { isAscii } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AnswerDirectly, directPaths } from '@curfew/api'

/** Answers a request by itself, or calls `otherwise`, when it may have read the body into `rawBody` already. */
export type Shortcut = (incoming: IncomingMessage, outgoing: ServerResponse, otherwise: () => void) => void

const longestBody = 4_096

/**
 * What applications ask most, over HTTP/1.1, without a `Request`, a `Response` and their streams: these cost
 * several times what the answer does (docs/decisions/0013-introspection-answered-directly.md).
 *
 * @param clientAddress of whoever sent it
 */
export function sourceShortcut(
  answerDirectly: AnswerDirectly,
  clientAddress: (incoming: IncomingMessage) => string,
): Shortcut {
  const send = together()
  return (incoming, outgoing, otherwise) => {
    if (!isPlain(incoming)) return otherwise()
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.once('end', () => {
      const raw = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      answer(raw).catch(() => outgoing.destroy())
    })

    async function answer(raw: Buffer) {
      const header = (name: string) => {
        const value = incoming.headers[name]
        return typeof value === 'string' ? value : undefined
      }
      const request = {
        path: incoming.url ?? '',
        header,
        body: raw.toString('latin1'),
        clientAddress: clientAddress(incoming),
      }
      const direct = isAscii(raw) ? await answerDirectly(request) : null
      if (direct) {
        const { headers, body } = direct
        outgoing.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(body) })
        return send(() => outgoing.end(body))
      }
      // What has been read cannot be read again; the adapter takes it from here.
      Object.assign(incoming, { rawBody: raw })
      otherwise()
    }
  }
}

/**
 * Does what it is given at the end of this turn of the event loop, all of it at once: whoever is sent one answer is awake for the
 * next, and to wake him for each costs half of what an answer does.
 */
function together(): (send: () => void) => void {
  let waiting: (() => void)[] = []
  const sendAll = () => {
    const those = waiting
    waiting = []
    for (const send of those) send()
  }
  return (send) => {
    waiting.push(send)
    if (waiting.length === 1) setImmediate(sendAll)
  }
}

function isPlain({ method, url, headers, httpVersionMajor }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (
    httpVersionMajor === 1 &&
    method === 'POST' &&
    url !== undefined &&
    directPaths.has(url) &&
    length !== undefined &&
    Number(length) <= longestBody &&
    headers.expect === undefined
  )
}
