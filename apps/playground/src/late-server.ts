import { createServer, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'

/** A server whose address has to be known before what it serves can be made; until then it answers 503. */
export function createLateServer() {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = createServer((request, response) => listener(request, response))
  return {
    server,
    serve(next: RequestListener) {
      listener = next
    },
  }
}

export function listenerOf(app: { readonly fetch: Parameters<typeof getRequestListener>[0] }): RequestListener {
  // The globals stay Node's own: where a test has the BFF in the same process, its raw event streams rely on that.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return (request, response) => void listener(request, response)
}
