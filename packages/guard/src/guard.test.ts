import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventually } from './eventually.test-kit.ts'
import { startFakeCurfew } from './fake-curfew.test-kit.ts'
import { createGuard, type Guard } from './guard.ts'
import { handleGuarded, type ProtectOptions } from './protect.ts'

let curfew: Awaited<ReturnType<typeof startFakeCurfew>>
let guard: Guard
const warnings: string[] = []

beforeEach(async () => {
  warnings.length = 0
  curfew = await startFakeCurfew()
  guard = createGuard({
    url: curfew.url,
    key: 'a-key-that-must-not-leak',
    waitMs: 600,
    warn: (text) => warnings.push(text),
  })
})
afterEach(async () => {
  await guard.close()
  await curfew.stop()
})

const options: ProtectOptions = {
  handleOf: (request) => request.headers.get('x-handle') ?? undefined,
  logonPage: '/logon',
}
const requestOf = (handle: string, headers: Record<string, string> = {}) =>
  new Request('http://application.test/orders', { headers: { 'x-handle': handle, ...headers } })

test('a registered session is accepted, and the feed closes it', async () => {
  await guard.register({ handle: 'ada', kind: 'self-service-console', userId: 'ada' })
  const before = await guard.decide('ada')

  curfew.close('ada')

  expect(before).toMatchObject({ accepted: true, session: { userId: 'ada' } })
  await eventually(async () =>
    expect(await guard.decide('ada')).toMatchObject({
      accepted: false,
      why: 'closed',
      logoff: { messageToUser: 'Good night' },
    }),
  )
  await eventually(() =>
    expect(curfew.reports.some((report) => report.verified.includes('delivery-of-ada'))).toBe(true),
  )
})

test('an unknown handle is asked about once and then decided from memory', async () => {
  curfew.openSession('grace')

  const decisions = [await guard.decide('grace'), await guard.decide('grace'), await guard.decide('grace')]

  expect(decisions.every((decision) => decision.accepted)).toBe(true)
  expect(curfew.asked.introspect).toBe(1)
})

test('an inactive handle is refused', async () => {
  expect(await guard.decide('nobody')).toEqual({ accepted: false, why: 'closed', logoff: undefined })
})

test.each(['dead', 'black-hole', 'refusing', 'lying', 'slow'] as const)(
  'with Curfew %s an open session is never let in on a lease that ran out',
  async (mood) => {
    curfew.openSession('ada')
    expect(await guard.decide('ada')).toMatchObject({ accepted: true })

    curfew.setMood(mood)
    curfew.cutFeeds()

    await eventually(async () => expect(await guard.decide('ada')).toEqual({ accepted: false, why: 'cannot-know' }))
    curfew.setMood('well')
    await eventually(async () => expect(await guard.decide('ada')).toMatchObject({ accepted: true }))
  },
)

test('while it cannot be known whether a session is open its request is answered 503, and the handler does not run', async () => {
  let runs = 0
  const answer = () =>
    handleGuarded(guard, options, requestOf('ada', { accept: 'text/html' }), () => {
      runs += 1
      return new Response('secret')
    })
  curfew.openSession('ada')
  expect((await answer()).status).toBe(200)

  curfew.setMood('dead')
  curfew.cutFeeds()
  await eventually(async () => expect((await guard.decide('ada')).accepted).toBe(false))
  const refused = await answer()

  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(await refused.json()).toMatchObject({ code: 'cannot-know' })
  expect(runs).toBe(1)
})

test.each([10, -10])(
  'with Curfew dead a wall clock that is stepped by %i minutes prolongs no lease',
  async (minutes) => {
    curfew.openSession('ada')
    expect(await guard.decide('ada')).toMatchObject({ accepted: true })
    curfew.setMood('dead')
    curfew.cutFeeds()
    const now = Date.now() - performance.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + minutes * 60_000 + performance.now())

    // What was granted before the step is given up at once; nothing can be granted after it.
    const decisions = [await guard.decide('ada'), await guard.decide('ada')]

    expect(decisions).toEqual(decisions.map(() => ({ accepted: false, why: 'cannot-know' })))
  },
)

test('an answer that is slower than a lease grants nothing, however often it comes', async () => {
  curfew.openSession('ada')
  expect(await guard.decide('ada')).toMatchObject({ accepted: true })
  curfew.setMood('slow')
  await eventually(async () => expect(await guard.decide('ada')).toEqual({ accepted: false, why: 'cannot-know' }))
  const reportsBefore = curfew.reports.length

  const decisions: boolean[] = []
  while (curfew.reports.length < reportsBefore + 2) decisions.push((await guard.decide('ada')).accepted)
  curfew.setMood('well')

  expect(decisions.filter(Boolean)).toEqual([])
  await eventually(async () => expect(await guard.decide('ada')).toMatchObject({ accepted: true }))
})

test('a closure that a cut feed has missed is replayed before anything is accepted', async () => {
  curfew.openSession('ada')
  await guard.decide('ada')
  curfew.setMood('well', 'black-hole')
  curfew.cutFeeds()
  await eventually(() => expect(curfew.feeds.size).toBe(0))

  curfew.close('ada')

  await eventually(async () => expect((await guard.decide('ada')).accepted).toBe(false))
  curfew.setMood('well')
  await eventually(async () =>
    expect(await guard.decide('ada')).toMatchObject({ why: 'closed', logoff: { ending: 'closure' } }),
  )
})

test('a handle that is used again after its end is a new session', async () => {
  await guard.register({ handle: 'ada', kind: 'api', userId: 'ada' })
  curfew.close('ada')
  await eventually(async () => expect((await guard.decide('ada')).accepted).toBe(false))

  await guard.register({ handle: 'ada', kind: 'api', userId: 'ada' })

  expect(await guard.decide('ada')).toMatchObject({ accepted: true })
})

test('a running command is answered with session-closed and with what it had done', async () => {
  curfew.openSession('ada')
  const seen: unknown[] = []

  const answer = handleGuarded(guard, options, requestOf('ada'), async ({ signal, tookEffect }) => {
    tookEffect('partly', '2 of 5 orders')
    curfew.close('ada')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    seen.push(signal.reason)
    return new Promise<Response>(() => {})
  })

  const response = await answer
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    code: 'session-closed',
    detail: 'Your session was closed while GET /orders was running. It took effect in part. Log on again.',
    farewell: { ending: 'closure', messageToUser: 'Good night' },
    command: { name: 'GET /orders', effect: 'partly', detail: '2 of 5 orders' },
  })
  expect(seen).toHaveLength(1)
})

test('a browser that asks for a page with a closed session is sent to the logon page', async () => {
  const response = await handleGuarded(
    guard,
    options,
    requestOf('nobody', { accept: 'text/html' }),
    () => new Response('secret'),
  )

  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/logon')
})

test('one who logs off is refused at once, and Curfew hears of it when it is back', async () => {
  await guard.register({ handle: 'ada', kind: 'api', userId: 'ada' })
  curfew.setMood('dead')

  await guard.end('ada')

  expect(await guard.decide('ada')).toMatchObject({ accepted: false, why: 'closed' })
  curfew.setMood('well')
  await eventually(() => expect(curfew.asked.end).toContain('ada'))
})

test('activity is told in batches', async () => {
  curfew.openSession('ada')

  for (let turn = 0; turn < 50; turn += 1) await guard.decide('ada')

  await eventually(() => expect(curfew.asked.touch).toEqual(['ada']))
})

test('the browsers of a session hear of its end, and one that comes late is told why', async () => {
  curfew.openSession('ada')
  const stream = await guard.sessionEvents(new Request('http://application.test/session-events'), 'ada')
  const open = await guard.sessionEvents(new Request('http://application.test/session-events?poll'), 'ada')

  curfew.close('ada')

  expect(await open.json()).toEqual({ closed: false, logoff: null })
  expect(await stream.text()).toContain('"messageToUser":"Good night"')
  const late = await guard.sessionEvents(new Request('http://application.test/session-events?poll'), 'ada')
  expect(await late.json()).toMatchObject({ closed: true, logoff: { receipt: 'receipt-of-ada-long-enough' } })
})

test('a guard that closes says so and accepts nothing any more', async () => {
  curfew.openSession('ada')
  await guard.decide('ada')

  await guard.close()

  expect((await guard.decide('ada')).accepted).toBe(false)
  expect(curfew.reports.at(-1)).toMatchObject({ leaving: true })
})

test('a step of the wall clock costs one renewal and refuses nobody', async () => {
  curfew.openSession('ada')
  await guard.decide('ada')
  const now = Date.now()
  const step = vi.spyOn(Date, 'now')

  for (const minutes of [10, -10]) {
    step.mockImplementation(() => now + minutes * 60_000 + performance.now())
    expect(await guard.decide('ada')).toMatchObject({ accepted: true })
  }
})

test('the key never appears in what is warned', async () => {
  curfew.setMood('refusing')
  curfew.cutFeeds()

  await eventually(() => expect(warnings.length).toBeGreaterThan(0))
  expect(warnings.join()).not.toContain('a-key-that-must-not-leak')
})

test('whom a hold keeps out is refused without asking, with the message, until the hold has ended by itself', async () => {
  const grace = { handle: 'grace', kind: 'self-service-console', userId: 'grace' } as const
  await guard.register({ handle: 'ada', kind: 'self-service-console', userId: 'ada' })
  curfew.hold('grace', 700)

  await eventually(() => expect(guard.held({ userId: 'grace' })).toMatchObject({ messageToUser: 'Call 4711.' }))
  await expect(guard.register(grace)).rejects.toMatchObject({ name: 'SessionHeld', messageToUser: 'Call 4711.' })
  expect(curfew.asked.register).toBe(1)
  expect(guard.held({ userId: 'Grace' })).toBeNull()
  await eventually(() => expect(guard.held({ userId: 'grace' })).toBeNull())
  expect(await guard.register(grace)).toMatchObject({ outcome: 'registered' })
})
