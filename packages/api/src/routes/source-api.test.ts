import type { HandleResults, Introspection, LeaseGrant, RegisterResults } from '@curfew/contract'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, codeOf, origin } from '../api.test-kit.ts'

type Curfew = ReturnType<typeof aCurfew>
const session = (more: object = {}) => ({ handle: 'one', kind: 'self-service-console', userId: 'grace', ...more })
const asForm = (text: string) => ({
  rawBody: text,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
})
const register = async (ask: Ask, ...sessions: readonly unknown[]) =>
  ((await (await ask('POST', '/source/sessions', { body: { sessions } })).json()) as RegisterResults).results
const introspect = async (ask: Ask, form: string) =>
  (await (await ask('POST', '/source/introspect', asForm(form))).json()) as Introspection
const report = async (ask: Ask, body: object) =>
  (await (await ask('POST', '/source/acks', { body: { guard: 'guard-one', ...body } })).json()) as LeaseGrant
const refusedEverywhere = (curfew: Curfew, id: string) =>
  expect.poll(async () => (await curfew.store.closureById(id))?.refusedEverywhereAt, { interval: 1 })

/** Close sessions as an administrator does; the answer, whatever it is. */
async function close(curfew: Curfew, ids: readonly (string | null | undefined)[], headers = {}) {
  const browser = await curfew.browser()
  const plan = await browser.ask('POST', '/api/plans', { body: { sessionIds: ids } })
  const { id: planId } = (await plan.json()) as { id: string }
  return browser.ask('POST', '/api/closures', { body: { planId, reason: 'a test' }, headers })
}

/** The events of a feed until it is cut. */
async function eventsOf(response: Response): Promise<string[]> {
  const text = await response.text()
  return Array.from(text.matchAll(/^event: (.*)$/gm), ([, name = '']) => name)
}

test('items are judged one by one, in the order given: what is no session does not spoil the batch', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()

  const results = await register(
    ask,
    session(),
    { handle: 'two', userId: 'grace' },
    null,
    session({ handle: 'three', kind: 'operations-console' }),
    session({ handle: 'four', idleLimitSeconds: 0 }),
    session(),
  )

  expect(results.map(({ handle, outcome }) => [handle, outcome])).toEqual([
    ['one', 'registered'],
    ['two', 'rejected'],
    ['', 'rejected'],
    ['three', 'rejected'],
    ['four', 'rejected'],
    ['one', 'already'],
  ])
  expect(results[1]?.detail).toMatch(/^It cannot be read: kind: /)
  expect(results[4]?.detail).toBe('It cannot be read: idleLimitSeconds: give at least 1.')
})

test('an open session is described as RFC 7662 says, and everything else is inactive and nothing more', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const other = await curfew.source()
  const [one] = await register(ask, session(), session({ handle: 'two', status: 'abandoned-in-progress' }))
  const iat = curfew.now().getTime() / 1000

  const active = await introspect(ask, 'handle=one')
  const byToken = await introspect(ask, 'token=one&token_type_hint=access_token')
  const begun = await introspect(ask, 'handle=two')
  await close(curfew, [one?.sessionId])

  expect(active).toEqual({
    active: true,
    sub: 'grace',
    sid: one?.sessionId,
    iat,
    exp: iat + 1_800,
    curfew_status: 'active',
  })
  expect(byToken).toEqual(active)
  expect(begun).toMatchObject({ curfew_status: 'abandoned-in-progress', exp: iat + 180 })
  const inactive = ['handle=one', 'handle=none', 'token=none'].map((form) =>
    ask('POST', '/source/introspect', asForm(form)),
  )
  const foreign = ['handle=one', 'handle=two'].map((form) => other.ask('POST', '/source/introspect', asForm(form)))
  const texts = await Promise.all((await Promise.all([...inactive, ...foreign])).map((answer) => answer.text()))
  expect(new Set(texts)).toEqual(new Set(['{"active":false}']))
})

test('a session beyond its limits is inactive, and a late touch revives nothing, although no sweep has run', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  await register(ask, session({ idleLimitSeconds: 60 }))
  curfew.pass(60)

  const touched = await ask('POST', '/source/sessions/touch', {
    body: { sessions: [{ handle: 'one', at: new Date(curfew.now().getTime() - 30_000).toISOString() }] },
  })

  expect(((await touched.json()) as HandleResults).results).toEqual([{ handle: 'one', outcome: 'already-ended' }])
  expect(await introspect(ask, 'handle=one')).toEqual({ active: false })
})

test('a source that is disabled, or whose key was replaced, is answered like one that nobody knows', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const ada = await curfew.browser()
  const unknown = { headers: { Authorization: `Bearer cfk_${'A'.repeat(43)}` } }
  const problemOf = async (response: Response) => {
    const { requestId: _, ...problem } = (await response.json()) as { requestId: string; code: string }
    return problem
  }

  await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { disabled: true } })
  const disabled = await problemOf(await ask('POST', '/source/introspect', asForm('handle=one')))
  await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { disabled: false } })
  const enabled = await introspect(ask, 'handle=one')
  await ada.ask('POST', `/api/sources/${source.id}/keys`, { body: { overlapSeconds: 0 } })
  const replaced = await problemOf(await ask('POST', '/source/introspect', asForm('handle=one')))
  const nobody = await problemOf(
    await curfew.ask('POST', '/source/introspect', {
      ...asForm('handle=one'),
      headers: { ...asForm('').headers, ...unknown.headers },
    }),
  )

  expect(enabled).toEqual({ active: false })
  expect(disabled).toMatchObject({ code: 'not-logged-on' })
  expect(disabled).toEqual(nobody)
  expect(replaced).toEqual(nobody)
})

test('a source that calls too often is told when to come back, and others are not concerned', async () => {
  const curfew = aCurfew({ sourceLimits: { perSecond: 10, burst: 20 } })
  const [greedy, modest] = [await curfew.source(), await curfew.source()]
  const sessions = Array.from({ length: 15 }, (_, index) => session({ handle: `handle-${index}` }))

  await register(greedy.ask, ...sessions)
  const refused = await greedy.ask('POST', '/source/sessions', { body: { sessions } })
  const problem = (await refused.json()) as { code: string; retryAfterSeconds: number }
  const served = await introspect(modest.ask, 'handle=none')
  curfew.pass(2)
  const later = await greedy.ask('POST', '/source/sessions', { body: { sessions } })

  expect(refused.status).toBe(429)
  expect(refused.headers.get('Retry-After')).toBe('2')
  expect(problem).toMatchObject({ code: 'too-many-attempts', retryAfterSeconds: 2 })
  expect(served).toEqual({ active: false })
  expect(later.status).toBe(200)
})

test('a thousand items are taken and one more is not; nor is a body of more than a mebibyte', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ handle: `handle-${index}` }))

  const thousand = await ask('POST', '/source/sessions/touch', { body: { sessions: many(1_000) } })
  const more = await ask('POST', '/source/sessions/touch', { body: { sessions: many(1_001) } })
  const large = await ask('POST', '/source/sessions', {
    body: { sessions: [session({ userAgent: 'x'.repeat(1_100_000) })] },
  })

  expect(((await thousand.json()) as HandleResults).results).toHaveLength(1_000)
  expect(await codeOf(more)).toBe('invalid-request')
  expect(await codeOf(large)).toBe('body-too-large')
})

test('closed, told, refused everywhere, proved: each step when it is true and not before', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const [one] = await register(ask, session())
  const feed = await ask('GET', '/source/feed?guard=guard-one')
  const stream = feed.body?.getReader()
  const hello = new TextDecoder().decode((await stream?.read())?.value)
  await report(ask, { position: 0 })

  const closed = (await (await close(curfew, [one?.sessionId])).json()) as {
    id: string
    refusedEverywhereAt: string | null
  }
  const statusOf = async () => (await curfew.store.receipts(closed.id, [], 10, null)).items.map(({ status }) => status)
  const ordered = [await statusOf(), closed.refusedEverywhereAt]
  await curfew.deliver()
  const event = new TextDecoder().decode((await stream?.read())?.value)
  const sent = [await statusOf(), (await curfew.store.closureById(closed.id))?.refusedEverywhereAt]
  const grant = await report(ask, { position: 1 })
  await refusedEverywhere(curfew, closed.id).not.toBe(null)
  await expect.poll(statusOf, { interval: 1 }).toEqual(['acknowledged'])
  const { deliveryId } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as { deliveryId: string }
  await report(ask, { position: 1, verified: [deliveryId] })

  expect(hello).toBe('event: hello\ndata: {"leaseMs":5000,"position":0}\n\n')
  expect(ordered).toEqual([['pending'], null])
  expect(event).toMatch(/^id: 1\nevent: closed\n/)
  expect(sent).toEqual([['sent'], null])
  expect(grant).toEqual({ leaseMs: 5_000, position: 1 })
  await expect.poll(statusOf, { interval: 1 }).toEqual(['verified'])
  curfew.ports.feeds.cut(source.id)
})

test('its own browser proves the end through the application, too', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const [one] = await register(ask, session())
  await close(curfew, [one?.sessionId])
  const feed = await ask('GET', '/source/feed?guard=guard-one', { headers: { 'Last-Event-ID': '0' } })
  const stream = feed.body?.getReader()
  await stream?.read()
  const { value } = (await stream?.read()) ?? {}
  const { logoff } = JSON.parse(/^data: (.*)$/m.exec(new TextDecoder().decode(value))?.[1] ?? '') as {
    logoff: { receipt: string }
  }

  await curfew.ask('POST', '/api/session/ended', { body: { receipt: logoff.receipt, step: 'at-logon-page' } })

  const [delivery] = await curfew.store.deliveriesOfSession(one?.sessionId ?? '')
  expect(delivery).toMatchObject({ status: 'verified', feedPosition: 1 })
  await stream?.cancel()
})

test('a plan names before OK what cannot be told now and what never', async () => {
  const curfew = aCurfew()
  const [portal, shop] = [await curfew.source({ name: 'portal' }), await curfew.source({ name: 'shop' })]
  const vault = await curfew.source({ name: 'vault', toldBy: 'none' })
  const results = await Promise.all([portal, shop, vault].map(({ ask }) => register(ask, session())))
  const feed = await shop.ask('GET', '/source/feed?guard=guard-one')
  const stream = feed.body?.getReader()
  await stream?.read()

  const plan = await (await curfew.browser()).ask('POST', '/api/plans', {
    body: { sessionIds: results.map(([one]) => one?.sessionId) },
  })

  const { cannotBeTold } = (await plan.json()) as { cannotBeTold: { recipient: string; cause: string }[] }
  const said = cannotBeTold.map(({ recipient, cause }) => `${recipient}: ${cause}`).sort()
  expect(said).toEqual([
    'portal: No guard is connected',
    'vault: It cannot be told from here; its sessions are refused when it asks',
  ])
  await stream?.cancel()
})

test('a caller may wait until it is refused everywhere, as long as they say and no longer than half a minute', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const sessions = await register(ask, session(), session({ handle: 'two' }), session({ handle: 'three' }))
  const [one, two, three] = sessions.map(({ sessionId }) => sessionId)
  await report(ask, { position: 0 })

  const plain = await close(curfew, [one])
  const waiting = close(curfew, [two], { Prefer: 'respond-async, wait=3' })
  // It is proved by the report, not by the time that passes.
  await expect
    .poll(async () => (await curfew.store.feedBounds(two ? (await curfew.sessionOf(two)).sourceId : '')).position)
    .toBe(2)
  await report(ask, { position: 2 })
  const waited = await waiting
  await report(ask, { position: 2 })
  const atOnce = await close(curfew, [three], { Prefer: 'wait=0' })
  const again = await close(curfew, [three], { Prefer: 'wait="120"' })

  type Closed = { refusedEverywhereAt: string | null }
  expect(plain.headers.has('Preference-Applied')).toBe(false)
  expect(((await plain.json()) as Closed).refusedEverywhereAt).toBe(null)
  expect([waited.status, waited.headers.get('Preference-Applied')]).toEqual([202, 'wait=3'])
  expect(((await waited.json()) as Closed).refusedEverywhereAt).not.toBe(null)
  expect(atOnce.headers.get('Preference-Applied')).toBe('wait=0')
  expect(again.headers.get('Preference-Applied')).toBe('wait=30')
})

test('the feed is cut when its key opens nothing any more, and goes on with the next one from where it was', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const ada = await curfew.browser()
  const [one, two] = await register(ask, session(), session({ handle: 'two' }))
  const feed = eventsOf(await ask('GET', '/source/feed?guard=guard-one'))
  await expect.poll(() => curfew.ports.feeds.held(source.id), { interval: 1 }).toBe(1)
  await close(curfew, [one?.sessionId])
  await curfew.deliver()

  const rotated = await ada.ask('POST', `/api/sources/${source.id}/keys`, { body: { overlapSeconds: 0 } })
  const { key } = (await rotated.json()) as { key: string }
  const heard = await feed
  await close(curfew, [two?.sessionId])
  await curfew.deliver()
  const resumed = eventsOf(
    await curfew.app.request(`${origin}/source/feed?guard=guard-one`, {
      headers: { Authorization: `Bearer ${key}`, 'Last-Event-ID': '1' },
    }),
  )
  await expect.poll(() => curfew.ports.feeds.held(source.id), { interval: 1 }).toBe(1)
  await expect
    .poll(async () => (await curfew.store.feedAfter(source.id, 1, 1))[0]?.status, { interval: 1 })
    .toBe('sent')
  curfew.ports.feeds.cut(source.id)

  expect(heard).toEqual(['hello', 'closed'])
  expect(await resumed).toEqual(['hello', 'closed'])
})

test('no key of a source is in what is answered later, or in the log', async () => {
  const curfew = aCurfew()
  const { ask, key } = await curfew.source()
  curfew.store.sessionByHandle = async () => Promise.reject(new Error(`cannot bind ${key}`))

  await ask('POST', '/source/introspect', asForm(`handle=${key}`))
  await (await curfew.browser()).ask('GET', '/api/sources')

  expect([...curfew.answers, JSON.stringify(curfew.log)].join('\n')).not.toContain(key)
})
