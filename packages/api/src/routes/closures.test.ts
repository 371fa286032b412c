import type { ClosureView, PlanView, ReceiptPage } from '@curfew/contract'
import { CurfewError } from '@curfew/contract'
import { resumeClosures } from '@curfew/registry'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, codeOf, goodPassword } from '../api.test-kit.ts'

const reason = 'left the company'

async function planned(ask: Ask, body: object): Promise<PlanView> {
  return (await (await ask('POST', '/api/plans', { body })).json()) as PlanView
}
async function closed(ask: Ask, body: object): Promise<ClosureView> {
  const response = await ask('POST', '/api/closures', { body: { reason, ...body } })
  expect(response.status).toBe(202)
  return (await response.json()) as ClosureView
}

test('a plan says what closing it would hit; nothing is closed yet', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const ids = await curfew.register({ userId: 'grace' }, { userId: 'linus', kind: 'radius' })

  const plan = await planned(browser.ask, { sessionIds: [...ids, browser.sessionId, 'no-such-session'] })

  expect(plan).toMatchObject({ count: 3, notFound: 1, alreadyClosed: 0, userCount: 3, includesOwnSession: true })
  expect(plan).toMatchObject({ needsPassword: false, commandsInFlight: 0, expiresAt: '2026-05-04T08:10:00.000Z' })
  expect(plan.byKind).toContainEqual({ kind: 'radius', count: 1 })
  expect((await curfew.sessionOf(ids[0] ?? '')).endedAt).toBeNull()
})

test('a closure is stored before it is answered: the closed session is refused at its next request, with the message', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const grace = await curfew.browser('grace')
  const plan = await planned(ask, { sessionIds: [grace.sessionId] })

  const closure = await closed(ask, { planId: plan.id, messageToUser: 'Maintenance until five.' })

  expect(closure).toMatchObject({ state: 'done', closed: 1, alreadyClosed: 0, notFound: 0, reason })
  expect(closure).toMatchObject({ closedBy: { userId: 'ada' }, deliveries: { total: 1, pending: 1 } })
  const refused = await grace.ask('GET', '/api/sessions')
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({
    code: 'session-closed',
    farewell: { ending: 'closure', byYourself: false, messageToUser: 'Maintenance until five.' },
  })
})

test('a refused session is the proof of its end: its receipt is verified', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const grace = await curfew.program('grace')
  const plan = await planned(ask, { sessionIds: [grace.sessionId] })
  const { id } = await closed(ask, { planId: plan.id })

  await grace.ask('GET', '/api/me')

  const receipts = (await (await ask('GET', `/api/closures/${id}/receipts`)).json()) as ReceiptPage
  expect(receipts.items).toMatchObject([{ sessionId: grace.sessionId, channel: 'next-call', status: 'verified' }])
  expect(await (await ask('GET', `/api/closures/${id}`)).json()).toMatchObject({
    deliveries: { verified: 1, total: 1 },
  })
})

test('a plan that is executed twice has one closure, and closing what is closed is a success that says so', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const ids = await curfew.register({}, {})
  const plan = await planned(ask, { sessionIds: ids })

  const [once, twice] = [await closed(ask, { planId: plan.id }), await closed(ask, { planId: plan.id })]
  const again = await planned(ask, { sessionIds: ids })

  expect(twice.id).toBe(once.id)
  expect(again).toMatchObject({ count: 0, alreadyClosed: 2 })
  expect(await closed(ask, { planId: again.id })).toMatchObject({ closed: 0, alreadyClosed: 2 })
})

test('a closure that is being carried out for somebody is not taken up a second time by whoever looks for unfinished ones', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const { id: planId } = await planned(ask, { sessionIds: await curfew.register({}) })
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const endSessions = curfew.store.endSessions.bind(curfew.store)
  curfew.store.endSessions = async (batch) => {
    begun.resolve()
    await goOn.promise
    return endSessions(batch)
  }

  const closing = closed(ask, { planId })
  await begun.promise

  const resuming = resumeClosures(curfew.ports)
  goOn.resolve()

  expect(await closing).toMatchObject({ state: 'done', closed: 1 })
  expect(await resuming).toBe(0)
})

test('all that match are closed but for the exceptions and for what began after the plan; the password is asked for', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const [first = '', second = ''] = await curfew.register({ userId: 'grace' }, { userId: 'grace' }, { userId: 'linus' })
  const plan = await planned(ask, { matching: { userId: ['equals:grace'] }, except: [second] })
  const [late = ''] = await curfew.register({ userId: 'grace' })
  const order = (password?: string) =>
    ask('POST', '/api/closures', { body: { planId: plan.id, reason, ...(password ? { password } : {}) } })

  expect(plan).toMatchObject({ count: 1, needsPassword: true })
  expect(await codeOf(await order())).toBe('wrong-credentials')
  expect(await codeOf(await order('a wrong password'))).toBe('wrong-credentials')
  expect((await curfew.sessionOf(first)).endedAt).toBeNull()
  expect((await order(goodPassword)).status).toBe(202)
  const open = await Promise.all([first, second, late].map(async (id) => (await curfew.sessionOf(id)).endedAt === null))
  expect(open).toEqual([false, true, true])
})

test('passwords for closures are slowed down like those of logons', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await curfew.register({ userId: 'grace' })
  const plan = await planned(ask, { matching: { userId: 'equals:grace' } })
  const order = async (password: string) =>
    codeOf(await ask('POST', '/api/closures', { body: { planId: plan.id, reason, password } }))

  for (let failures = 0; failures < 5; failures += 1) expect(await order('wrong')).toBe('wrong-credentials')

  expect(await order(goodPassword)).toBe('too-many-attempts')
})

test('the own session in a batch is closed last, the closure is answered, and then the session is over', async () => {
  const curfew = aCurfew()
  const { ask, sessionId } = await curfew.browser()
  const ids = await curfew.register({}, {}, {})
  const plan = await planned(ask, { sessionIds: [sessionId, ...ids] })

  const closure = await closed(ask, { planId: plan.id })

  expect(closure).toMatchObject({ closed: 4, includedOwnSession: true, state: 'done' })
  const refused = await ask('GET', '/api/me')
  expect(await refused.json()).toMatchObject({ code: 'session-closed', farewell: { byYourself: true } })
})

test('whose decision it was and the message by language are kept, and a refused request is answered in its language', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const grace = await curfew.browser('grace')
  const plan = await planned(ask, { sessionIds: [grace.sessionId] })
  const why = {
    reasonKind: 'policy',
    messageToUser: 'Please change your password.',
    messagesToUser: { de: 'Bitte wechseln Sie Ihr Kennwort.' },
  }

  const closure = await closed(ask, { planId: plan.id, ...why })

  expect(closure).toMatchObject(why)
  const refused = await grace.ask('GET', '/api/me', { headers: { 'accept-language': 'fr, de-CH;q=0.8' } })
  const problem = await refused.json()
  expect(problem).toMatchObject({ code: 'session-closed', farewell: why })
  expect(String(problem.detail)).toContain('Bitte wechseln Sie Ihr Kennwort.')
})

test('a plan expires, and then closes nothing', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const ids = await curfew.register({})
  const plan = await planned(ask, { sessionIds: ids })
  curfew.pass(600)

  const response = await ask('POST', '/api/closures', { body: { planId: plan.id, reason } })

  expect([response.status, await codeOf(response)]).toEqual([410, 'plan-expired'])
})

test('closures are listed newest first and page by page, receipts by what needs attention; unreachable ones are retried', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const grace = await curfew.browser('grace')
  const ids: string[] = []
  for (const sessionId of [grace.sessionId, ...(await curfew.register({ kind: 'radius' }))]) {
    curfew.pass(1)
    const plan = await planned(ask, { sessionIds: [sessionId] })
    ids.unshift((await closed(ask, { planId: plan.id })).id)
  }
  await curfew.deliver()

  const first = (await (await ask('GET', '/api/closures?limit=1')).json()) as {
    nextCursor: string
    items: ClosureView[]
  }
  const second = await ask('GET', `/api/closures?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`)
  const unreachable = await ask('GET', `/api/closures/${ids[1]}/receipts?status=unreachable&status=refused`)
  const verified = await ask('GET', `/api/closures/${ids[1]}/receipts?status=verified`)
  const retried = await ask('POST', `/api/closures/${ids[1]}/retries`)

  expect(first.items).toMatchObject([{ id: ids[0] }])
  expect(await second.json()).toMatchObject({ items: [{ id: ids[1] }] })
  expect(await unreachable.json()).toMatchObject({ items: [{ status: 'unreachable', cause: expect.any(String) }] })
  expect(await verified.json()).toMatchObject({ items: [] })
  expect([retried.status, await retried.json()]).toMatchObject([202, { deliveries: { pending: 1, unreachable: 0 } }])
})

test('a store that cannot be written fails the command with a problem that says so', async () => {
  const curfew = aCurfew()
  curfew.store.startClosure = async () =>
    Promise.reject(new CurfewError('store-unavailable', 'The disk is full. Nothing was closed.'))
  const { ask } = await curfew.browser()
  const ids = await curfew.register({})
  const plan = await planned(ask, { sessionIds: ids })

  const response = await ask('POST', '/api/closures', { body: { planId: plan.id, reason } })

  expect([response.status, await codeOf(response)]).toEqual([503, 'store-unavailable'])
})

test('a session that is closed while it closes very many is told how far it came', async () => {
  const curfew = aCurfew()
  const { ask, sessionId } = await curfew.browser()
  await curfew.register(...Array.from({ length: 2_500 }, () => ({})))
  const plan = await planned(ask, { matching: { kind: 'self-service-console' } })
  const store = { ...curfew.store }
  let batches = 0
  curfew.store.endSessions = async (batch) => {
    const ended = await store.endSessions(batch)
    batches += 1
    const farewell = {
      ending: 'closure' as const,
      at: curfew.now().toISOString(),
      byYourself: false,
      messageToUser: null,
    }
    if (batches === 1) curfew.ports.commands.abort([sessionId], farewell)
    return ended
  }

  const response = await ask('POST', '/api/closures', { body: { planId: plan.id, reason, password: goodPassword } })

  expect(await response.json()).toMatchObject({
    code: 'session-closed',
    command: { name: 'Close Sessions', effect: 'partly', detail: expect.stringContaining('1000 of 2500') },
  })
})
