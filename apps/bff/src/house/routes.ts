import { type ApiPorts, createApiWithShortcut, headerCookie, pagePolicy, securityHeaders } from '@curfew/api'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, Hono } from 'hono'
import type { Config } from '../configuration/config.ts'
import type { Log } from '../log.ts'
import { clientAddressOf } from '../serving/client-address.ts'
import type { ConsoleFiles } from '../serving/console-files.ts'
import { consolePages } from '../serving/console-pages.ts'
import { openRawEventStream } from '../serving/raw-event-stream.ts'
import { type Shortcut, sourceShortcut } from '../serving/shortcut.ts'
import type { Bindings, Fetch } from '../serving/web-server.ts'
import type { House } from './ports.ts'
import { processMetrics } from './process-metrics.ts'

export type RouteOptions = {
  readonly config: Config
  readonly house: House
  readonly files: ConsoleFiles
  readonly log: Log
  readonly version: string
  /** Every origin that browsers may reach the console under. */
  readonly origins: readonly string[]
  readonly isSecure: boolean
  readonly isReady: () => boolean
  readonly accounting: ApiPorts['accounting']
}

/** What belongs to the API; everything else is the console's. */
const ofTheApi =
  /^\/(api|source|signals)(\/|$)|^\/(healthz|readyz|metrics|backchannel-logout|\.well-known\/(jwks\.json|ssf-configuration))$/

/** Console and API behind one address, and what is answered before either. */
export function createRoutes(options: RouteOptions): { readonly fetch: Fetch; readonly shortcut: Shortcut } {
  const { config, files, isSecure } = options
  const { api, answerDirectly } = createApiWithShortcut(apiPorts(options))
  const pages: Hono = consolePages(files, securityHeaders(pagePolicy, isSecure))
  const isPage = ({ method, url }: Request) =>
    (method === 'GET' || method === 'HEAD') && !ofTheApi.test(new URL(url).pathname)
  return {
    fetch: (request, env) => (isPage(request) ? pages.fetch(request) : api.fetch(request, env)),
    shortcut: sourceShortcut(answerDirectly, ({ socket, headers }) => {
      const forwardedFor = headers['x-forwarded-for']
      return clientAddressOf(socket.remoteAddress, forwardedFor?.toString(), config.proxies)
    }),
  }
}

function apiPorts({ config, house, log, version, origins, isSecure, isReady, accounting }: RouteOptions): ApiPorts {
  return {
    ...house.ports,
    accounting,
    streams: house.streams,
    openEventStream(c, attach) {
      attach(openRawEventStream(bindingsOf(c).outgoing, c.res.headers))
      return RESPONSE_ALREADY_SENT
    },
    sessionCookie: headerCookie({ isSecure }),
    publicOrigins: origins,
    isSecure,
    about: { version, demo: config.demo !== null },
    log,
    trustProxy: !config.proxies.isEmpty,
    clientAddress: (c) => clientAddressOf(bindingsOf(c).peer, c.req.header('x-forwarded-for'), config.proxies),
    isReady,
    metrics: { isOpen: config.metricsForAll, ofTheProcess: processMetrics(version) },
  }
}

/** What our own server puts beside every request. */
const bindingsOf = (c: Context<{ Bindings: Bindings }>): Bindings => c.env
