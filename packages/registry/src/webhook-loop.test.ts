import { createMemoryStore } from '@curfew/store/memory'
import { expect, test, vi } from 'vitest'
import { aFailingStore, aRegistry } from './a-registry.test-kit.ts'
import { aNewSession, anActor, aWebhook } from './cast/index.ts'
import type { NewWebhook } from './webhook.ts'
import { createWebhookLoop } from './webhook-loop.ts'
import type { WebhookAnswer, WebhookMessage } from './webhook-ports.ts'
import { retryWebhook } from './webhooks.ts'

const audit = { id: 'audit', at: new Date(0), actor: null, act: 'x', target: 'x', detail: {} }
const second = 1_000
const hour = 3_600 * second

/** A loop over sinks that a test makes answer as it likes; by host. */
async function aLoop(webhooks: readonly Partial<NewWebhook>[], store = createMemoryStore()) {
  const posts: WebhookMessage[] = []
  const answers = new Map<string, (message: WebhookMessage) => WebhookAnswer | Promise<WebhookAnswer>>()
  const registry = aRegistry({
    store,
    webhookPoster: {
      async post(message) {
        posts.push(message)
        return (await answers.get(new URL(message.url).host)?.(message)) ?? { status: 204, body: '' }
      },
    },
  })
  const errors: unknown[] = []
  const made = webhooks.map((one) => aWebhook({ createdAt: registry.time.clock(), ...one }))
  for (const webhook of made) await store.createWebhook(webhook, 50, audit)
  const loop = createWebhookLoop(registry.ports, {
    setTimer: registry.time.setTimer,
    random: () => 0.999,
    onError: (error) => errors.push(error),
  })
  const of = (host: string) => posts.filter(({ url }) => new URL(url).host === host)
  const typesOf = (host: string) => of(host).map(({ body }) => (JSON.parse(body) as { type: string }).type)
  return { ...registry, posts, answers, errors, loop, of, typesOf, webhooks: made }
}
const sessions = (count: number) => Array.from({ length: count }, () => aNewSession())
const end = (store: ReturnType<typeof createMemoryStore>, sessionId: string, at: Date) =>
  store.endSessions({
    ending: 'logoff',
    at,
    closureId: null,
    sessions: [{ sessionId, status: 'closed', deliveries: [] }],
    audit: [],
  })

test('a webhook is told what it wants, with ids, user id, kind, source and times, and nothing else', async () => {
  const { store, loop, posts, time, webhooks } = await aLoop([{}])
  const session = aNewSession({ userId: 'ada', credentialHash: 'a hash of a credential' })
  await store.register([session])
  await end(store, session.id, time.clock())

  loop.wake()
  await vi.waitFor(() => expect(posts).toHaveLength(2))

  expect(posts[0]).toMatchObject({ url: 'https://sink.example/in', secrets: [webhooks[0]?.secret], at: time.clock() })
  const bodies = posts
    .map(({ body }) => JSON.parse(body) as { type: string })
    .sort((a, b) => (a.type < b.type ? 1 : -1))
  const facts = {
    sessionId: session.id,
    userId: 'ada',
    kind: 'self-service-console',
    sourceId: 'portal',
    source: 'portal',
    loggedOnAt: session.loggedOnAt.toISOString(),
  }
  expect(bodies).toEqual([
    { type: 'session.opened', timestamp: session.loggedOnAt.toISOString(), data: facts },
    {
      type: 'session.closed',
      timestamp: time.clock().toISOString(),
      data: { ...facts, endedAt: time.clock().toISOString(), ending: 'logoff', closureId: null },
    },
  ])
  expect(posts[0]?.id).not.toBe(posts[1]?.id)
  expect(posts[0]?.id).toMatch(/^session-opened_session-\d+_\w+$/)
  await loop.stop()
})

test('an event that failed is sent again, later, under the same id; and others are not held up by it', async () => {
  const { store, loop, posts, answers, time, webhooks, changes } = await aLoop([{ types: ['session.opened'] }])
  const [poison, ...others] = sessions(5)
  if (!poison) throw new Error('no session')
  answers.set('sink.example', ({ id }) =>
    id.includes(poison.id) ? { status: 400, body: 'no' } : { status: 200, body: '' },
  )
  await store.register([poison, ...others])

  loop.wake()
  await vi.waitFor(async () => expect((await store.webhookById(webhooks[0]?.id ?? ''))?.accepted).toBe(4))
  answers.clear()
  time.advance(5 * second)
  await vi.waitFor(() => expect(posts).toHaveLength(6))

  expect(posts.at(-1)?.id).toBe(posts.find(({ id }) => id.includes(poison.id))?.id)
  expect(posts.at(-1)?.body).toBe(posts.find(({ id }) => id.includes(poison.id))?.body)
  expect(posts.at(-1)?.at).not.toEqual(posts[0]?.at)
  await vi.waitFor(async () => expect((await store.webhookById(webhooks[0]?.id ?? ''))?.accepted).toBe(5))
  expect(changes.some(({ webhookIds }) => webhookIds?.includes(webhooks[0]?.id ?? ''))).toBe(true)
  await loop.stop()
})

test('a sink that is dead is tried now and then with one event, and gets everything when it comes back', async () => {
  const { store, loop, answers, time, of, webhooks } = await aLoop([{ types: ['session.opened'] }])
  const id = webhooks[0]?.id ?? ''
  answers.set('sink.example', () => ({ failure: 'sink.example cannot be reached (ECONNREFUSED).' }))
  const opened = sessions(500)
  await store.register(opened)

  loop.wake()
  await vi.waitFor(async () => expect((await store.webhookById(id))?.failures).toBe(10))
  const first = of('sink.example').length
  expect(first).toBeLessThan(40)
  for (let waited = 0; waited < 6; waited += 1) {
    const before = of('sink.example').length
    const { nextAttemptAt } = (await store.webhookById(id)) ?? {}
    expect(nextAttemptAt?.getTime()).toBeGreaterThan(time.clock().getTime())
    time.advance((nextAttemptAt?.getTime() ?? 0) - time.clock().getTime())
    await vi.waitFor(async () => expect((await store.webhookById(id))?.failures).toBe(11 + waited))
    expect(of('sink.example').length - before).toBe(1)
  }
  expect((await store.webhookCounts([id])).get(id)).toMatchObject({ behind: 500 - first })

  answers.clear()
  for (let waited = 0; waited < 40; waited += 1) {
    time.advance(60 * second)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await vi.waitFor(async () => expect((await store.webhookById(id))?.accepted).toBe(500))
  expect((await store.webhookCounts([id])).get(id)).toMatchObject({ behind: 0, retrying: 0, givenUp: 0 })
  await loop.stop()
})

test('a sink that does not answer holds up no other one', async () => {
  const { store, loop, answers, of } = await aLoop([
    { url: 'https://hangs.example/', types: ['session.opened'] },
    { url: 'https://quick.example/', types: ['session.opened'] },
  ])
  const held = Promise.withResolvers<WebhookAnswer>()
  answers.set('hangs.example', () => held.promise)
  await store.register(sessions(300))

  loop.wake()
  await vi.waitFor(() => expect(of('quick.example')).toHaveLength(300))

  expect(of('hangs.example')).toHaveLength(16)
  held.resolve({ failure: 'It did not answer within 5 s.' })
  await loop.stop()
})

test('410 disables at once, with an audit and without anything more being sent', async () => {
  const { store, loop, answers, posts, webhooks, time } = await aLoop([{ types: ['session.opened'] }])
  answers.set('sink.example', () => ({ status: 410, body: '' }))
  const settle = vi.spyOn(store, 'settleRound')
  await store.register(sessions(1))

  loop.wake()
  await vi.waitFor(async () =>
    expect((await store.webhookById(webhooks[0]?.id ?? ''))?.disabled).toMatchObject({ reason: 'gone' }),
  )
  await store.register(sessions(1))
  loop.wake()
  time.advance(hour)

  expect(settle.mock.calls[0]?.[3]).toMatchObject([
    { act: 'webhook-disabled', actor: null, detail: { reason: 'gone' } },
  ])
  await loop.stop()
  expect(posts).toHaveLength(1)
})

test('a sink that has failed for three days is disabled; what it did not take is given up and can be retried by hand', async () => {
  const { store, loop, answers, time, webhooks, ports } = await aLoop([{ types: ['session.opened'] }])
  const id = webhooks[0]?.id ?? ''
  answers.set('sink.example', () => ({ status: 503, body: 'later' }))
  await store.register(sessions(1))
  loop.wake()

  const hourByHour = { interval: 5, timeout: 20_000 }
  await vi.waitFor(async () => {
    time.advance(hour)
    expect((await store.webhookCounts([id])).get(id)).toMatchObject({ givenUp: 1, retrying: 0 })
  }, hourByHour)
  await store.register([aNewSession({ loggedOnAt: time.clock() })])
  await vi.waitFor(async () => {
    time.advance(hour)
    expect((await store.webhookById(id))?.disabled).not.toBeNull()
  }, hourByHour)

  expect((await store.webhookById(id))?.disabled).toMatchObject({ reason: 'failing' })
  expect((await store.webhookCounts([id])).get(id)).toMatchObject({ givenUp: 1, retrying: 1 })
  answers.clear()
  await store.changeWebhook(id, { disabled: null }, audit)
  await retryWebhook(ports, id, anActor())
  loop.wake()
  await vi.waitFor(async () => expect((await store.webhookById(id))?.accepted).toBe(2))
  await loop.stop()
})

test('a process that ends before it has stored what was answered sends it again: at least once, under the same id', async () => {
  const store = createMemoryStore()
  const killed = aFailingStore(store, ['settleRound'], new Error('killed'))
  const first = await aLoop([{ types: ['session.opened'] }], killed.store)
  await store.register(sessions(3))
  first.loop.wake()
  await vi.waitFor(() => expect(first.errors.length).toBeGreaterThan(0))
  await first.loop.stop()

  const second = await aLoop([], store)
  second.loop.wake()
  await vi.waitFor(() => expect(second.posts).toHaveLength(3))

  expect(new Set(second.posts.map(({ id }) => id))).toEqual(new Set(first.posts.map(({ id }) => id)))
  await second.loop.stop()
})

test('both secrets sign during the overlap, and the old one not a moment longer', async () => {
  const { store, loop, posts, time, webhooks } = await aLoop([{ types: ['session.opened'] }])
  const [webhook] = webhooks
  if (!webhook) throw new Error('no webhook')
  const until = new Date(time.clock().getTime() + 60 * second)
  await store.changeWebhook(webhook.id, { secret: 'whsec_new', former: { secret: webhook.secret, until } }, audit)
  await store.register(sessions(1))
  loop.wake()
  await vi.waitFor(() => expect(posts).toHaveLength(1))
  time.advance(60 * second)
  await store.register(sessions(1))
  loop.wake()
  await vi.waitFor(() => expect(posts).toHaveLength(2))

  expect(posts.map(({ secrets }) => secrets)).toEqual([['whsec_new', webhook.secret], ['whsec_new']])
  await loop.stop()
})
