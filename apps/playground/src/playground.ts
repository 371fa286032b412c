import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuard, type Guard } from '@curfew/guard'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { createApiProgram } from './api-program.ts'
import {
  createAuthenticationAgent,
  createOperationsConsole,
  createPortal,
  createSnapIn,
  createSslVpnAgent,
  type SourceName,
  sources,
} from './clients.ts'
import { page, styles } from './html.ts'
import { listenerOf } from './late-server.ts'
import { createNasPage } from './nas/nas-page.ts'
import { type PlaygroundNas, startNases } from './nas/start-nases.ts'
import { type CurfewAccess, takeSourceKeys } from './sources.ts'
import { type SingleSignOn, startSingleSignOn } from './sso/start-single-sign-on.ts'
import { createWebTier } from './web-tier.ts'
import { createWebhookSink } from './webhook-sink.ts'
import { createWebhookSinkPage } from './webhook-sink-page.ts'

export type PlaygroundOptions = CurfewAccess & {
  /** The first of seventeen ports that follow one another; 0: any free ones. */
  readonly firstPort: number
  /** Where Curfew takes accounting in on this machine; undefined: it does not, and there are no NASes. */
  readonly accountingPort?: number | undefined
  /** One step of the ten-second command. */
  readonly stepMs?: number
}
export type Playground = {
  readonly url: string
  readonly clients: Readonly<Record<ClientName, string>>
  readonly nases: readonly (PlaygroundNas & { readonly url: string })[]
  /** A receiver of webhooks: where it listens, and where its knobs are. */
  readonly sink: { readonly url: string; readonly page: string }
  /** An OP with two relying parties, and the two sides of shared signals. */
  readonly singleSignOn: Omit<SingleSignOn, 'close'>
  close(): Promise<void>
}
const clientNames = ['portal', 'webTier', 'operations', 'snapIn', 'sslVpn', 'agent', 'apiProgram'] as const
export type ClientName = (typeof clientNames)[number]

/** Start every kind of affected client against a running Curfew. */
export async function startPlayground({
  firstPort,
  stepMs,
  accountingPort,
  ...access
}: PlaygroundOptions): Promise<Playground> {
  const keys = await takeSourceKeys(
    access,
    sources.map((source) => ({ ...source, kinds: [...source.kinds] })),
  )
  const guards: Guard[] = []
  const guardOf = (name: SourceName) => {
    const guard = createGuard({ url: access.url, key: keys.get(name) ?? '' })
    guards.push(guard)
    return { guard, ...(stepMs !== undefined && { stepMs }) }
  }
  const servers: Server[] = []
  let port = firstPort
  const listen = async (server: Server): Promise<string> => {
    servers.push(server)
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
    if (port !== 0) port += 1
    return `http://127.0.0.1:${portOf(server)}`
  }
  const serve = (app: Hono | ReturnType<typeof createPortal>) => listen(createServer(listenerOf(app)))

  const overview = new Hono()
  const url = await serve(overview)
  const portal = await serve(createPortal(guardOf('playground-portal')))
  const clients = {
    portal,
    webTier: await listen(createWebTier(portal)),
    operations: await serve(createOperationsConsole(guardOf('playground-operations'))),
    snapIn: await serve(createSnapIn(guardOf('playground-snap-in'))),
    sslVpn: await serve(createSslVpnAgent(guardOf('playground-ssl-vpn'))),
    agent: await serve(createAuthenticationAgent(guardOf('playground-agent'))),
    apiProgram: await serve(createApiProgram(access)),
  }
  const nases: (PlaygroundNas & { readonly url: string })[] = []
  if (accountingPort !== undefined)
    for (const started of await startNases(access, accountingPort))
      nases.push({ ...started, url: await serve(createNasPage(started)) })
  const webhookSink = createWebhookSink()
  const sinkUrl = `${await listen(webhookSink.server)}/in`
  const sink = { url: sinkUrl, page: await serve(createWebhookSinkPage(webhookSink, sinkUrl)) }
  const singleSignOn = await startSingleSignOn(access, listen)
  listAll(overview, { clients, nases, sink, singleSignOn, curfew: access.url })

  return {
    url,
    clients,
    nases,
    sink,
    singleSignOn,
    async close() {
      await Promise.all([...guards, singleSignOn, ...nases.map(({ nas }) => nas)].map((one) => one.close()))
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

const words: Record<ClientName, readonly [title: string, listed: string]> = {
  portal: ['Self-Service Console', 'listed, via direct'],
  webTier: ['Self-Service Console through the web tier', 'listed, via web tier'],
  operations: ['Operations Console', 'listed only with Super Admin credentials'],
  snapIn: ['Token Management Snap-In', 'listed'],
  sslVpn: ['SSL-VPN agent', 'listed as Abandoned/in-progress'],
  agent: ['Authentication agent', 'never listed'],
  apiProgram: ['API program', 'listed'],
}

const ssoWords = [
  ['shop', 'Shop, a relying party with a guard', 'listed'],
  ['desk', 'Service desk, a relying party with back-channel logout alone', 'listed'],
  ['receiver', 'Receiver of shared signals', 'no sessions: it hears of those that are closed'],
  ['transmitter', 'Transmitter of shared signals', 'no sessions: it closes those of others'],
] as const

type All = Pick<Playground, 'clients' | 'nases' | 'sink' | 'singleSignOn'> & { readonly curfew: string }

function listAll(app: Hono, { clients, nases, sink, singleSignOn, curfew }: All) {
  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/', (c) => {
    const rows = clientNames.map(
      (name) => html`<tr><td><a href="${clients[name]}">${words[name][0]}</a></td><td>${words[name][1]}</td></tr>`,
    )
    const nasRows = nases.map(
      ({ url, title, nas }) =>
        html`<tr>
          <td><a href="${url}">${title}</a></td>
          <td>listed${nas.disconnectPort === null ? ', cannot be told from here' : ''}</td>
        </tr>`,
    )
    const ssoRows = ssoWords.map(
      ([name, title, listed]) => html`<tr><td><a href="${singleSignOn[name]}">${title}</a></td><td>${listed}</td></tr>`,
    )
    const table = html`<table><tr><th>Client</th><th>In the grid</th></tr>${rows}${ssoRows}${nasRows}</table>`
    const without = html`<p>There are no NASes: set CURFEW_RADIUS_ACCOUNTING_PORT for Curfew and for the playground.</p>`
    return c.html(
      page('Curfew playground', 'Log on somewhere, close the session in the console, and watch.', [
        table,
        nases.length === 0 ? without : html``,
        html`<p><a href="${sink.page}">The webhook sink</a></p>`,
        html`<p><a href="${curfew}">The console</a></p>`,
      ]),
    )
  })
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
