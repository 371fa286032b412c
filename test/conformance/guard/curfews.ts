import { createServer } from 'node:http'
import { ensureFirstAdministrator } from '@curfew/access'
import { type ApiPorts, createApi, headerCookie, webEventStream } from '@curfew/api'
import {
  closureView,
  type NewSourceRequest,
  planView,
  type ReceiptView,
  receiptPage,
  sourceKey,
} from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { getRequestListener } from '@hono/node-server'
import { aProgram, firstAdministrator, startHere } from '../../../apps/bff/src/curfew.test-kit.ts'
import { furnish } from '../../../apps/bff/src/house/ports.ts'
import { createLog } from '../../../apps/bff/src/log.ts'
import { listen } from '../../../apps/bff/src/serving/listen.ts'

/** A Curfew that guards can be connected to over HTTP. */
export interface ListeningCurfew {
  readonly url: string
  stop(): Promise<void>
}

/** The api on the memory store behind Node's own server, and the BFF as it is started, on SQLite. */
export const kinds: readonly { readonly name: string; readonly start: () => Promise<ListeningCurfew> }[] = [
  { name: 'api on the memory store', start: startInMemory },
  {
    name: 'bff',
    async start() {
      const curfew = await startHere()
      return { url: curfew.address, stop: async () => curfew[Symbol.asyncDispose]() }
    },
  },
]

async function startInMemory(): Promise<ListeningCurfew> {
  const house = furnish(createMemoryStore(), createLog('silent'))
  const ports: ApiPorts = {
    ...house.ports,
    streams: house.streams,
    accounting: { read: () => null },
    openEventStream: webEventStream,
    sessionCookie: headerCookie({ isSecure: false }),
    publicOrigins: [],
    isSecure: false,
    about: { version: 'test', demo: false },
    log: () => {},
    trustProxy: false,
    clientAddress: () => '127.0.0.1',
    isReady: () => true,
  }
  await ensureFirstAdministrator(house.ports, firstAdministrator)
  const listener = getRequestListener(createApi(ports).fetch, { overrideGlobalObjects: false })
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  const port = await listen(server, '127.0.0.1', 0)
  house.begin()
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      house.ports.feeds.drain()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await house.end()
    },
  }
}

/** What an administrator's program does, for a test. */
export async function anAdministrator({ url }: ListeningCurfew) {
  const program = await aProgram(url)
  const receipts = async (closureId: string): Promise<readonly ReceiptView[]> =>
    receiptPage.parse(await program.get(`/api/closures/${closureId}/receipts?limit=500`)).items
  return {
    /** A new source, and its key. */
    async source(wanted: Partial<NewSourceRequest> & Pick<NewSourceRequest, 'name'>) {
      const asked = { kinds: ['self-service-console', 'risk-based-authentication'], leaseMs: 1_000, ...wanted }
      return sourceKey.parse(await program.post('/api/sources', asked))
    },
    async close(sessionIds: readonly string[], messageToUser?: string) {
      const { id } = planView.parse(await program.post('/api/plans', { sessionIds }))
      const order = { planId: id, reason: 'a test', ...(messageToUser !== undefined && { messageToUser }) }
      return closureView.parse(await program.post('/api/closures', { ...order, password: firstAdministrator.password }))
    },
    /** The keys that there were open nothing any more. */
    replaceKey: (sourceId: string) => program.post(`/api/sources/${sourceId}/keys`, { overlapSeconds: 0 }),
    closure: async (id: string) => closureView.parse(await program.get(`/api/closures/${id}`)),
    receipts,
    statuses: async (closureId: string) => (await receipts(closureId)).map(({ status }) => status),
    session: (id: string): Promise<{ session: { lastActivityAt: string; status: string } }> =>
      program.get(`/api/sessions/${id}`),
  }
}
