import { createServer, request as forward, type Server } from 'node:http'

/**
 * A real reverse proxy in front of the Self-Service Console: it passes everything through, streams included, and says that it did.
 *
 * @param target where the application listens, for example `http://127.0.0.1:9001`
 */
export function createWebTier(target: string): Server {
  return createServer((incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      'x-web-tier': 'playground',
      'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    }
    const onward = forward(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method ?? 'GET', headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        outgoing.flushHeaders()
        answer.pipe(outgoing)
        answer.once('error', () => outgoing.destroy())
      },
    )
    onward.once('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else
        outgoing
          .writeHead(502, { 'content-type': 'text/plain' })
          .end('The application behind the web tier does not answer.')
    })
    outgoing.once('close', () => onward.destroy())
    incoming.pipe(onward)
  })
}
