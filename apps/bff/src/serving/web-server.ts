import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { Server } from 'node:net'
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import type { Shortcut } from './shortcut.ts'

/** `peer`: who holds the other end of the socket, read while it is surely there. */
export type Bindings = (HttpBindings | Http2Bindings) & { readonly peer: string | undefined }
export type Fetch = (request: Request, env: Bindings) => Response | Promise<Response>

/** Certificate chain and private key, as PEM. */
export type TlsFiles = { readonly cert: Buffer; readonly key: Buffer }

/**
 * What one client may take from the others, in time and size. Bodies are bounded by the routes; a held event stream is an
 * answer and bounded by nothing here.
 */
const limits = {
  /** Request line and headers: a slow sender of headers is cut. */
  headersTimeout: 10_000,
  /** The whole request, body included. */
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  /** How often the two above are looked after. */
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
} as const
const tlsLimits = { handshakeTimeout: 10_000 } as const
const http2Limits = { maxConcurrentStreams: 100, maxHeaderListSize: limits.maxHeaderSize } as const
/** An HTTP/2 connection on which nothing moves; held streams move with every heartbeat. */
const idleSessionMs = 120_000

/**
 * One server for console, API and event streams: HTTP/1.1, and with TLS HTTP/2 as well, which lifts the browsers' bound of six
 * connections per host. It is not listening yet.
 *
 * @param shortcut what is answered over HTTP/1.1 without `fetch`
 */
export function createWebServer(fetch: Fetch, tls: TlsFiles | null, shortcut: Shortcut = noShortcut): Server {
  // The globals stay Node's own: the adapter's quicker `Response` writes its headers over those of a raw event stream.
  const answer = getRequestListener(
    (request, env) => fetch(request, { ...env, peer: env.incoming.socket.remoteAddress }),
    { overrideGlobalObjects: false },
  )
  if (tls === null) {
    return createHttpServer(limits, (incoming, outgoing) => {
      shortcut(incoming, outgoing, () => void answer(incoming, outgoing))
    })
  }

  const server = createSecureServer(
    { ...tls, ...tlsLimits, allowHTTP1: true, settings: http2Limits, http1Options: limits },
    (incoming, outgoing) => {
      if (!(incoming instanceof IncomingMessage && outgoing instanceof ServerResponse)) void answer(incoming, outgoing)
      else shortcut(incoming, outgoing, () => void answer(incoming, outgoing))
    },
  )
  server.setTimeout(idleSessionMs)
  return server
}

const noShortcut: Shortcut = (_incoming, _outgoing, otherwise) => otherwise()
