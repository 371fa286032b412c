import { ensureFirstAdministrator } from '@curfew/access'
import { type ApiPorts, createApi, type SessionCookie, webEventStream, withSealedCursors } from '@curfew/api'
import { createEventStream, nextCallChannel } from '@curfew/logoff/event-stream'
import { createGuardFeed } from '@curfew/logoff/guard-feed'
import { createKeySets, readLogoutTokens } from '@curfew/logoff/logout-tokens'
import { createSignals, setAlgorithm, signWith } from '@curfew/logoff/shared-signals'
import {
  type Commands,
  createActivityBuffer,
  createChangeFeed,
  createCommands,
  createDeliveryLoop,
  createFeedReader,
  createGuards,
  createSeenBuffer,
  createSweeper,
  createWebhookLoop,
  type DeliveryLoop,
  hashCredential,
  type RegistryPorts,
  signingKeyFor,
  type WebhookLoop,
} from '@curfew/registry'
import { chanceFrom, plausibleSessions, populate } from '@curfew/registry/cast'
import { createMemoryStore, type MemoryStore } from '@curfew/store/memory'
import { administratorWith, closeAsTheOther, mockAdministrators, mockPassword } from './administrators.ts'
import { createCookieJar } from './cookie-jar.ts'
import { idsFrom } from './ids.ts'
import { lightHasher } from './light-hasher.ts'
import { interrupting, madeUpSources, storeWith, withMadeUpBrowsers } from './mishaps.ts'
import { furnishPeers, madeUpRelyingParties } from './peers.ts'
import { rememberAccounting } from './pretended-accounting.ts'
import { nasSources, pretendedNasChannel } from './pretended-nases.ts'
import { pretendedPackets } from './pretended-packets.ts'
import { madeUpReceivers } from './receivers.ts'
import { furnishReturns } from './returns.ts'
import { defaultScenario, type Scenario, type ScenarioName, scenarios } from './scenarios.ts'
import { passMoment } from './weather.ts'
import { furnishWebhooks, madeUpSinks } from './webhooks.ts'

/** Wait so long. */
export type Pause = (ms: number) => Promise<void>

export type MockOptions = {
  readonly scenario?: ScenarioName
  /** Same seed and same time: same people, same sessions. */
  readonly seed?: number
  readonly now?: () => Date
  /** How made-up recipients take their time. Default: they do not. */
  readonly pause?: Pause
  /** Where browsers keep their credentials. Default: there is one browser, and the mock keeps it for that one. */
  readonly sessionCookie?: SessionCookie
  /** What pages of the console are served under. */
  readonly origin?: string
  /** Hears whether the browser is logged on: it was let on, logged off, or closed. */
  readonly onLogon?: (isLoggedOn: boolean) => void
}

export interface MockApi extends AsyncDisposable {
  /** Ask what a browser or a program would ask. The mock keeps the cookie of its one browser itself. */
  fetch(request: Request): Promise<Response>
  /** Log the browser on, by default with the role that the scenario has. @throws Error when that is refused */
  logOn(userId?: string): Promise<void>
  /** Another administrator closes the browser's session. Nothing happens when nobody is logged on. */
  closeMySession(): Promise<void>
  /** What the scenario's weather brings in one moment. */
  passMoment(): Promise<void>
  readonly scenario: Scenario
  /** What the link of a first start carries; null where there are administrators. */
  readonly setupToken: string | null
  readonly store: MemoryStore
  stop(): Promise<void>
}

const mockOrigin = 'http://curfew.mock'

/**
 * The real api on a memory store, with the people, sessions and mishaps of a scenario. There is no second implementation:
 * what differs from the product is handed in through its ports.
 */
export async function createMockApi(options: MockOptions = {}): Promise<MockApi> {
  const { seed = 1, now: clock = () => new Date(), pause = async () => {}, origin = mockOrigin } = options
  const scenario: Scenario = scenarios[options.scenario ?? defaultScenario]
  const newId = idsFrom(seed, clock)
  const furnished = await furnish(scenario, seed, clock())
  const jar = createCookieJar((isFull) => void watchMine(isFull))
  const mishaps = { pause, isBegun: () => jar.token !== undefined }
  const store = withSealedCursors(storeWith(scenario.mishap, furnished, mishaps))
  const feed = createChangeFeed()
  const { streams, channel } = createEventStream({ feed })
  const activity = createActivityBuffer({ store, onError: passOver })
  const setCommand: RegistryPorts['store']['setCommand'] = (id, command) => store.setCommand(id, command)
  const commands = mishapsOf(createCommands({ clock, changes: feed, setCommand }))
  const guards = createGuards({ store, changes: feed, clock, onError: passOver })
  const guardFeed = createGuardFeed({ feed: createFeedReader({ store, clock, changes: feed }), clock })
  feed.subscribe(({ event }) => {
    if (event === 'holds') guardFeed.feeds.tellHolds()
  })
  const seen = createSeenBuffer({ store, onError: passOver })
  const keySets = createKeySets({ fetchText: ownKeys, clock })
  const shared = createSignals({
    issuer: origin,
    store,
    clock,
    sign: signWith(() => signingKeyFor({ store, clock, newId }, setAlgorithm)),
    post: madeUpReceivers(pause, scenario.mishap),
    keysOf:
      ({ settings }) =>
      async (header, token) =>
        (await keySets.keysFor(settings, header?.kid))(header, token),
  })
  let deliveries: DeliveryLoop | undefined
  let webhooks: WebhookLoop | undefined
  const ports: ApiPorts = {
    store,
    hasher: lightHasher,
    channels: [
      withMadeUpBrowsers(channel, mySessionId),
      nextCallChannel,
      pretendedNasChannel({ store, changes: feed, clock, newId }, { mishap: scenario.mishap, pause, since: clock() }),
      shared.channel,
      madeUpRelyingParties({ store }, pause),
      ...madeUpSources(store, {
        pause,
        areSilent: scenario.mishap.kind === 'recipients-unreachable',
        since: clock(),
        guardFeed: guardFeed.channel,
      }),
    ],
    commands,
    changes: feed,
    wakeWebhooks: () => webhooks?.wake(),
    webhookPoster: madeUpSinks(pause),
    wakeDeliveries: (asked) => {
      deliveries?.wake(asked)
      shared.wake()
    },
    signals: shared.signals,
    accounting: pretendedPackets(scenario.mishap, clock()),
    noteActivity: activity.note,
    clock,
    newId,
    streams,
    openEventStream: webEventStream,
    guards,
    feeds: guardFeed.feeds,
    logoutTokens: readLogoutTokens({ fetchText, clock }),
    refusedByGuards: (closureId, sourceIds) => guards.refusedByGuards(closureId, sourceIds),
    noteSourceSeen: seen.note,
    sessionCookie: options.sessionCookie ?? jar,
    publicOrigins: [origin],
    isSecure: false,
    about: { version: 'mock', demo: false },
    log: () => {},
    trustProxy: false,
    clientAddress: () => '127.0.0.1',
    isReady: () => true,
  }
  const first = await ensureFirstAdministrator(ports, {})
  const api = createApi(ports)
  deliveries = createDeliveryLoop(ports, { onError: passOver })
  if (scenario.mishap.kind === 'webhook-fails') await furnishWebhooks(ports)
  if (scenario.mishap.kind === 'users-come-back') await furnishReturns(ports)
  if (scenario.mishap.kind === 'peers-fail') await furnishPeers(ports)
  webhooks = createWebhookLoop(ports, { onError: passOver })
  feed.subscribe(({ event }) => (event === 'webhooks' ? undefined : webhooks?.wake()))
  const sweeper = createSweeper(ports, { onError: passOver })
  const chance = chanceFrom(seed)

  /** Curfew's own are the only keys that there are in a mock. */
  async function ownKeys(uri: string): Promise<string> {
    if (uri !== `${origin}/.well-known/jwks.json`) throw new Error('Nothing is fetched here.')
    return (await api.fetch(new Request(uri))).text()
  }
  async function mySessionId(): Promise<string | undefined> {
    if (jar.token === undefined) return undefined
    return (await store.sessionByCredential(await hashCredential(jar.token)))?.id
  }
  async function watchMine(isFull: boolean) {
    options.onLogon?.(isFull)
    const id = await mySessionId()
    if (id !== undefined) commands.onEnd(id, () => options.onLogon?.(false))
  }
  async function closeMySession() {
    const id = await mySessionId()
    const words = { reason: 'Incident 4711', messageToUser: 'Please call the service desk, extension 4711.' }
    if (id !== undefined) await closeAsTheOther(ports, [id], words)
  }
  function mishapsOf(plain: Commands): Commands {
    const { mishap } = scenario
    if (mishap.kind !== 'own-session-closed-while-exporting') return plain
    return interrupting(plain, 'Export sessions', () => pause(mishap.afterMs).then(closeMySession))
  }
  async function stop() {
    feed.stop()
    streams.drain()
    guardFeed.feeds.drain()
    await Promise.all([deliveries?.stop(), webhooks?.stop(), sweeper.stop(), activity.stop(), seen.stop()])
  }

  return {
    scenario,
    setupToken: first.outcome === 'setup-needed' ? first.setupToken : null,
    store,
    fetch: async (request) => api.fetch(request),
    async logOn(userId = administratorWith(scenario.role ?? 'super-admin')) {
      const response = await api.fetch(
        new Request(`${origin}/api/logon`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ userId, password: mockPassword }),
        }),
      )
      if (!response.ok) throw new Error(`${userId} could not log on: ${await response.text()}`)
    },
    closeMySession,
    passMoment: async () => passMoment(scenario.weather, { ports, chance, mySessionId: await mySessionId() }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

async function furnish(scenario: Scenario, seed: number, now: Date): Promise<MemoryStore> {
  const store = createMemoryStore()
  await populate(store, { count: scenario.sessions, seed, now })
  if (scenario.role === null) return store
  for (const [administrator, audit] of await mockAdministrators(
    idsFrom(seed + 1, () => now),
    now,
  ))
    await store.createAdministrator(administrator, audit)
  if (scenario.sessions === 0) return store
  for (const nas of nasSources(scenario.mishap, now))
    await store.createSource(nas, {
      id: nas.id,
      at: nas.createdAt,
      actor: null,
      act: 'source-created',
      target: nas.id,
      detail: { name: nas.name },
    })
  // What a NAS told is much to hold; where there are very many, it is told when somebody is closed.
  if (scenario.sessions <= 10_000)
    await rememberAccounting(
      store,
      Array.from(plausibleSessions({ count: scenario.sessions, seed, now })).filter(({ kind }) => kind === 'radius'),
      now,
    )
  return store
}

/** The OPs of a mock are as made up as its people: none of them has keys. */
function fetchText(): Promise<string> {
  return Promise.reject(new Error('Nothing is fetched here.'))
}

/** A scenario's store refuses on purpose; the page says so, the console of the tab need not. */
function passOver() {}
