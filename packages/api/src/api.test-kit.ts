import type { Administrator, PasswordHasher } from '@curfew/access'
import type { NewSourceRequest, Role } from '@curfew/contract'
import { createEventStream, nextCallChannel } from '@curfew/logoff/event-stream'
import { createGuardFeed } from '@curfew/logoff/guard-feed'
import { readLogoutTokens } from '@curfew/logoff/logout-tokens'
import type { Post } from '@curfew/logoff/shared-signals'
import {
  createChangeFeed,
  createCommands,
  createFeedReader,
  createGuards,
  createSource,
  deliverDue,
  type NewSession,
  registerSessions,
  type Session,
} from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { createMemoryStore } from '@curfew/store/memory'
import type { Signer } from '../../logoff/src/shared-signals/a-signer.test-kit.ts'
import { createApi } from './app.ts'
import { withSealedCursors } from './edge/sealed-cursors.ts'
import { webEventStream } from './event-stream.ts'
import { checkAnswer } from './openapi/answers.test-kit.ts'
import type { ApiPorts, LogLine } from './ports.ts'
import { headerCookie } from './session-cookie.ts'
import { aSignalDesk, someSignals } from './signals.test-kit.ts'

export const origin = 'https://curfew.example'
export const goodPassword = 'seven blue herons at dusk'

/** Costs nothing, and writes its hashes as the real ones are written. */
const lightHasher: PasswordHasher = {
  hash: async (password) => `$light$${encodeURIComponent(password)}`,
  verify: async (hash, password) => hash === `$light$${encodeURIComponent(password)}`,
}

export type Asked = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, instead of `body` as JSON. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>
}
export type Ask = (method: string, path: string, asked?: Asked) => Promise<Response>

export type CurfewOptions = Partial<ApiPorts> & {
  /** What pushed SETs are answered with; by default they are taken. */
  readonly post?: Post
  /** Who signs for every trusted transmitter; left out: the keys of none can be had. */
  readonly transmitter?: Signer
}

/** The whole API on a memory store, with a clock that a test moves. Every answer is held against the OpenAPI document. */
export function aCurfew({ post, transmitter, ...overrides }: CurfewOptions = {}) {
  let now = new Date('2026-05-04T08:00:00.000Z')
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>()
  const setTimer = (run: () => void, delayMs: number) => {
    const timer = { atMs: now.getTime() + delayMs, run }
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  let made = 0
  const store = createMemoryStore()
  const log: LogLine[] = []
  const answers: string[] = []
  const clock = () => now
  const newId = () => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`
  const changes = createChangeFeed({ setTimer: () => () => {} })
  const commands = createCommands({ clock, setCommand: (id, command) => store.setCommand(id, command), changes })
  const { streams, channel } = createEventStream({ feed: changes, everySecond: () => () => {} })
  const guards = createGuards({ store, changes, clock, setTimer, monotonicMs: () => now.getTime() })
  const feed = createFeedReader({ store, clock, changes })
  const { feeds, channel: guardFeed } = createGuardFeed({ feed, clock, setTimer })
  const published = new Map<string, string>()
  const fetchText = async (uri: string) => published.get(uri) ?? Promise.reject(new Error('Nothing is there.'))
  const shared = someSignals({ store, clock, ...(post && { post }), ...(transmitter && { transmitter }) })
  const ports: ApiPorts = {
    store: withSealedCursors(store),
    hasher: lightHasher,
    channels: [channel, nextCallChannel, guardFeed, shared.channel],
    commands,
    changes,
    wakeWebhooks: () => {},
    webhookPoster: { post: async () => ({ status: 200, body: 'thank you' }) },
    wakeDeliveries: shared.wake,
    signals: shared.signals,
    accounting: { read: () => null },
    guards,
    feeds,
    logoutTokens: readLogoutTokens({ fetchText, clock }),
    refusedByGuards: (closureId, sourceIds) => guards.refusedByGuards(closureId, sourceIds),
    noteSourceSeen: (sourceId, keyId, at) => void store.noteSourcesSeen([{ sourceId, keyId, at }]).catch(() => {}),
    noteActivity: (sessionId, at) => void store.recordActivity([{ sessionId, at }]).catch(() => {}),
    clock,
    newId,
    streams,
    openEventStream: webEventStream,
    sessionCookie: headerCookie({ isSecure: true }),
    publicOrigins: [origin],
    isSecure: true,
    about: { version: '1.2.3', demo: false },
    log: (line) => log.push(line),
    trustProxy: false,
    clientAddress: (c) => c.req.header('x-test-address') ?? '192.0.2.1',
    isReady: () => true,
    ...overrides,
  }
  const app = createApi(ports)

  const ask: Ask = async (method, path, { body, rawBody, headers = {} } = {}) => {
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await app.request(`${origin}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(content === undefined ? {} : { body: content }),
    })
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response
    if (!response.headers.get('content-type')?.startsWith('text/csv')) {
      answers.push(await checkAnswer(method, path, response.clone()))
    }
    answers.push(JSON.stringify([...response.headers].filter(([name]) => name !== 'set-cookie')))
    return response
  }

  const anAdministrator = async (userId: string, fields: Partial<Administrator> = {}): Promise<Administrator> => {
    const administrator: Administrator = {
      id: newId(),
      userId,
      firstName: userId,
      lastName: 'Lovelace',
      role: 'super-admin',
      disabled: false,
      passwordHash: await lightHasher.hash(goodPassword),
      mustChangePassword: false,
      createdAt: now,
      lastLogonAt: null,
      ...fields,
    }
    const audit = { id: newId(), at: now, actor: null, act: 'administrator-created', target: userId, detail: {} }
    await store.createAdministrator(administrator, audit)
    return administrator
  }

  return {
    app,
    ports,
    store,
    changes,
    log,
    /** What OPs publish, by address. */
    published,
    /** Everything that was answered so far, bodies and headers but for new cookies, which are meant for their holder. */
    answers,
    ask,
    anAdministrator,
    /** Timers that are due by then run, each once. */
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000)
      for (const timer of timers) {
        if (timer.atMs > now.getTime()) continue
        timers.delete(timer)
        timer.run()
      }
    },
    now: () => now,
    /** Tell everybody who is to be told now. */
    deliver: () => deliverDue(ports),
    /** Register sessions that logged on just now; their ids. */
    register: async (...sessions: readonly Partial<NewSession>[]) => {
      const registered = await registerSessions(
        ports,
        sessions.map((session) => aNewSession({ loggedOnAt: now, ...session })),
      )
      return registered.flatMap(({ sessionId }) => sessionId ?? [])
    },
    /** A browser in which somebody with this role has logged on; the administrator is made if need be. */
    browser: async (userId = 'ada', role: Role = 'super-admin') => {
      if (!(await store.administratorByUserId(userId))) await anAdministrator(userId, { role })
      const browser = new Browser(ask)
      const response = await browser.ask('POST', '/api/logon', { body: { userId, password: goodPassword } })
      if (response.status !== 200) throw new Error(`${userId} could not log on: ${await response.text()}`)
      const { me } = (await response.json()) as { me: { sessionId: string } }
      return Object.assign(browser, { sessionId: me.sessionId })
    },
    /** A program on the API of somebody with this role. */
    program: async (userId = 'ada', role: Role = 'super-admin') => {
      if (!(await store.administratorByUserId(userId))) await anAdministrator(userId, { role })
      const response = await ask('POST', '/api/logon', { body: { userId, password: goodPassword, kind: 'api' } })
      const { me, token } = (await response.json()) as { me: { sessionId: string }; token: string }
      const headers = { Authorization: `Bearer ${token}` }
      const asProgram: Ask = (method, path, asked = {}) =>
        ask(method, path, { ...asked, headers: { ...headers, ...asked.headers } })
      return { ask: asProgram, token, sessionId: me.sessionId }
    },
    /** A registered source, and what calls with its key. */
    source: async (wanted: Partial<NewSourceRequest> = {}) => {
      const { source, key } = await createSource(
        ports,
        {
          name: `source-${(made += 1)}`,
          kinds: ['self-service-console'],
          via: null,
          toldBy: 'guard-feed',
          leaseMs: 5_000,
          ...wanted,
        },
        { userId: 'kit', firstName: '', lastName: '', sessionId: null },
      )
      const headers = { Authorization: `Bearer ${key}` }
      const asSource: Ask = (method, path, asked = {}) =>
        ask(method, path, { ...asked, headers: { ...headers, ...asked.headers } })
      return { ask: asSource, source, key }
    },
    ...aSignalDesk(ports, ask, () => (made += 1)),
    sessionOf: async (id: string): Promise<Session> => {
      const session = await store.sessionById(id)
      if (!session) throw new Error(`there is no session ${id}`)
      return session
    },
  }
}
export type Curfew = ReturnType<typeof aCurfew>

/** Keeps cookies and says where its requests come from, as browsers do. */
export class Browser {
  cookie: string | null = null
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  readonly ask: Ask = async (method, path, asked = {}) => {
    const response = await this.#ask(method, path, {
      ...asked,
      headers: {
        ...(this.cookie === null ? {} : { Cookie: this.cookie }),
        ...(method === 'GET' ? {} : { Origin: origin }),
        'Sec-Fetch-Site': 'same-origin',
        ...asked.headers,
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      this.cookie = /max-age=0/i.test(cookie) ? null : pair
    }
    return response
  }
}

/** The code of a problem. */
export async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code: string }
  return code
}
