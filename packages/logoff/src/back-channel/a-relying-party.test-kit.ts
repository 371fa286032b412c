import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PrivateJwk, SigningAlgorithm } from '@curfew/contract'
import { privateJwk } from '@curfew/contract'
import type { Delivery, KeptBackChannel, Logoff, Session } from '@curfew/registry'
import { aNewSession, aSource } from '@curfew/registry/cast'
import { createMemoryStore } from '@curfew/store/memory'
import { exportJWK, generateKeyPair } from 'jose'
import { createExchange, type ExchangeOptions } from '../exchange/exchange.ts'
import { createBackChannel } from './channel.ts'

export type Received = { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }
type Behave = (response: ServerResponse, received: Received) => void

/** A receiver on loopback that does as a test says. Until it says something: 200, and nothing in it. */
export async function aReceiver(behave: Behave = (response) => response.end()) {
  const received: Received[] = []
  let connections = 0
  let doing = behave
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(one)
      doing(response, one)
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    uri: `http://127.0.0.1:${port}/backchannel_logout?tenant=7`,
    received,
    connections: () => connections,
    tokens: () => received.map(({ body }) => new URLSearchParams(body).get('logout_token') ?? ''),
    does: (next: Behave) => {
      doing = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function aPrivateJwk(algorithm: SigningAlgorithm, kid = `key-${algorithm}`): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return privateJwk.parse({ ...(await exportJWK(privateKey)), kid })
}

export function someSettings(overrides: Partial<KeptBackChannel> = {}): KeptBackChannel {
  return {
    uri: 'https://rp.example/backchannel_logout',
    audience: 'the-client-id',
    issuer: 'https://op.example/realms/Ünter',
    algorithm: 'ES256',
    sid: 'handle',
    honoursSub: false,
    probeUri: null,
    allowsPrivateAddresses: true,
    retryOn: [503],
    signingKey: null,
    ...overrides,
  }
}

const now = new Date('2026-05-04T08:00:00.500Z')

/** A channel over a memory store, with a source of these settings and sessions at it that have ended. */
export async function aToldSource(settings: Partial<KeptBackChannel>, options: ExchangeOptions = {}) {
  let at = now
  const store = createMemoryStore()
  const source = aSource({ channel: 'back-channel', backChannel: someSettings(settings) })
  const audit = { id: `audit-${source.id}`, at, actor: null, act: 'source-created', target: source.id, detail: {} }
  await store.createSource(source, audit)
  const ownKey = await aPrivateJwk(source.backChannel?.algorithm ?? 'ES256', 'own key')
  const channel = createBackChannel({
    store,
    ownKey: async () => ({ jwk: ownKey }),
    exchange: createExchange(options),
    clock: () => at,
    pause: async () => {},
  })
  let made = 0
  return {
    store,
    source,
    channel,
    ownKey,
    pass: (seconds: number) => {
      at = new Date(at.getTime() + seconds * 1000)
    },
    /** A session that is over, and the logoff about it. */
    logoff: (session: Partial<Session> = {}, closureId: string | null = 'closure'): Logoff => {
      made += 1
      const ended = {
        endedAt: at,
        ending: 'closure',
        closureId,
        command: null,
        cameBack: null,
        lastActivityAt: at,
        status: 'closed',
      } as const
      const { credentialHash: _hash, ...begun } = aNewSession({ sourceId: source.id, source: source.name })
      return {
        delivery: aDelivery(`delivery-${made}`, source.id, closureId),
        session: { ...begun, ...ended, ...session },
        farewell: { ending: 'closure', at: at.toISOString(), byYourself: false, messageToUser: null },
        receipt: 'a receipt',
      }
    },
  }
}

function aDelivery(id: string, sourceId: string, closureId: string | null): Delivery {
  return {
    id,
    closureId,
    sessionId: id,
    channel: 'back-channel',
    recipient: sourceId,
    recipientName: sourceId,
    status: 'pending',
    storedAt: now,
    sentAt: null,
    acknowledgedAt: null,
    verifiedAt: null,
    attempts: 0,
    nextAttemptAt: now,
    giveUpAt: new Date(now.getTime() + 86_400_000),
    givenUpAt: null,
    cause: '',
    feedPosition: null,
  }
}
