import {
  closureView,
  logonAnswer,
  me,
  planView,
  problem,
  receiptPage,
  sessionPage,
  sessionSummary,
} from '@curfew/contract'
import { expect, test } from 'vitest'
import { at, eventually, get, now, post } from './a-mock.test-kit.ts'
import { createMockApi, mockPassword, scenarioNames, scenarios } from './index.ts'

test('the same seed at the same time makes the same sessions, and another one others', async () => {
  const pages = []
  for (const seed of [7, 7, 8]) {
    await using mock = await createMockApi({ seed, now })
    await mock.logOn()
    pages.push(sessionPage.parse(await get(mock, '/api/sessions?sort=loggedOnAt')).items.map(({ id }) => id))
  }

  expect(pages[1]).toEqual(pages[0])
  expect(pages[2]).not.toEqual(pages[0])
})

test.each(scenarioNames.filter((name) => scenarios[name].role !== null))(
  '%s can be logged on to, and its first page is that of the real api',
  async (scenario) => {
    await using mock = await createMockApi({ scenario, now })

    await mock.logOn()

    expect(me.parse(await get(mock, '/api/me')).role).toBe(scenarios[scenario].role)
    expect(sessionPage.parse(await get(mock, '/api/sessions')).items.length).toBeGreaterThan(0)
  },
  30_000,
)

test('at a first start there is nobody, and the setup link makes the first super admin', async () => {
  await using mock = await createMockApi({ scenario: 'first-start', now })

  const setUp = await post(mock, '/api/setup', {
    token: mock.setupToken,
    userId: 'zoe',
    firstName: 'Zoë',
    lastName: 'Müller',
    password: 'seven blue herons at dusk',
  })

  expect(logonAnswer.parse(await setUp.json())).toMatchObject({ next: 'done', me: { role: 'super-admin' } })
})

test('nobody is logged on before the browser is', async () => {
  await using mock = await createMockApi({ scenario: 'empty', now })

  expect(problem.parse(await get(mock, '/api/me')).code).toBe('not-logged-on')
})

test('the search of no-match-but-case finds nothing, and would with case ignored', async () => {
  await using mock = await createMockApi({ scenario: 'no-match-but-case', now })
  await mock.logOn()
  const query = new URL(scenarios['no-match-but-case'].startAt, 'http://curfew.mock').search

  const summary = sessionSummary.parse(await get(mock, `/api/sessions/summary${query}`))

  expect(summary.total).toBe(0)
  expect(summary.totalIgnoringCase).toBeGreaterThan(0)
})

test('a session that another administrator closed is refused with the message, and the page hears that it is off', async () => {
  const heard: boolean[] = []
  await using mock = await createMockApi({ scenario: 'empty', now, onLogon: (isLoggedOn) => heard.push(isLoggedOn) })
  await mock.logOn()

  await mock.closeMySession()

  expect(problem.parse(await get(mock, '/api/me'))).toMatchObject({
    code: 'session-closed',
    farewell: { ending: 'closure', byYourself: false, messageToUser: expect.stringContaining('service desk') },
  })
  expect(heard).toEqual([true, false])
})

test('with the store down everything can be read and nothing closed, and the error says that nothing changed', async () => {
  await using mock = await createMockApi({ scenario: 'store-down', now })
  await mock.logOn()
  const { items } = sessionPage.parse(await get(mock, '/api/sessions'))

  const refused = await post(mock, '/api/plans', { sessionIds: [items[0]?.id] })

  expect(problem.parse(await refused.json())).toMatchObject({
    code: 'store-unavailable',
    detail: expect.stringContaining('Nothing was changed'),
  })
})

test('recipients that cannot be reached are named before OK, and are unreachable after it', async () => {
  await using mock = await createMockApi({ scenario: 'unreachable-recipients', now })
  await mock.logOn()
  const { items } = sessionPage.parse(await get(mock, '/api/sessions?source=equals:vpn-2&limit=1'))

  const plan = planView.parse(await (await post(mock, '/api/plans', { sessionIds: [items[0]?.id] })).json())
  await post(mock, '/api/closures', { planId: plan.id, reason: 'a test' })
  const told = await eventually(
    () => mock.store.deliveriesOfSession(items[0]?.id ?? ''),
    (deliveries) => deliveries.every(({ status }) => status !== 'pending'),
  )

  expect(plan.cannotBeTold).toEqual([
    { recipient: 'vpn-2', sessions: 1, cause: expect.any(String), since: at.toISOString() },
  ])
  expect(told).toMatchObject([{ status: 'unreachable' }])
})

test('an export is interrupted by the closing of the session that ordered it, and says so', async () => {
  await using mock = await createMockApi({
    scenario: 'closed-while-exporting',
    now,
    // Each batch of the export takes a while, and the closing comes at once.
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms === 400 ? 20 : 0)),
  })
  await mock.logOn()

  const response = await mock.fetch(new Request('http://curfew.mock/api/sessions/export'))
  let text = ''
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk
  }

  await expect(read()).rejects.toThrow()
  expect(text).toContain('# session-closed: Your session was closed while Export sessions was running.')
  expect(text).not.toContain('# complete')
})

test('an administrator who is away for longer than the scenario allows is expired', async () => {
  let time = at
  await using mock = await createMockApi({ scenario: 'expired', now: () => time })
  await mock.logOn()

  time = new Date(at.getTime() + 61_000)

  expect(problem.parse(await get(mock, '/api/me'))).toMatchObject({
    code: 'session-expired',
    farewell: { ending: 'idle-limit' },
  })
})

test('an auditor may not plan', async () => {
  await using mock = await createMockApi({ scenario: 'read-only-administrator', now })
  await mock.logOn()

  const refused = await post(mock, '/api/plans', { matching: {} })

  expect(refused.status).toBe(403)
})

test('a calm moment leaves the own session alone, and so does a storm, which closes others', async () => {
  await using mock = await createMockApi({ scenario: 'closing-storm', now })
  await mock.logOn()

  for (let moment = 0; moment < 5; moment += 1) await mock.passMoment()

  expect((await mock.store.closures(10, null)).items).toHaveLength(5)
  expect(me.safeParse(await get(mock, '/api/me')).success).toBe(true)
})

test('the logon page of the mock takes the one password, and no other', async () => {
  await using mock = await createMockApi({ scenario: 'empty', now })

  const wrong = await post(mock, '/api/logon', { userId: 'grace', password: 'something else' })
  const right = await post(mock, '/api/logon', { userId: 'grace', password: 'mock-mock-mock' })

  expect(wrong.status).toBe(401)
  expect(logonAnswer.parse(await right.json()).next).toBe('done')
})

test('in peers-fail relying parties prove, say yes, keep the session, refuse and are down, and each is said', async () => {
  await using mock = await createMockApi({ scenario: 'peers-fail', now })
  await mock.logOn()
  const found = sessionPage.parse(await get(mock, '/api/sessions?userId=startsWith:sso.&limit=100')).items
  const plan = planView.parse(await (await post(mock, '/api/plans', { sessionIds: found.map(({ id }) => id) })).json())

  const { id } = closureView.parse(
    await (await post(mock, '/api/closures', { planId: plan.id, reason: 'to see', password: mockPassword })).json(),
  )
  const receipts = await eventually(
    async () => receiptPage.parse(await get(mock, `/api/closures/${id}/receipts?limit=100`)).items,
    (items) => items.every(({ status }) => status !== 'pending' && status !== 'sent'),
  )

  const bySource = Object.fromEntries(
    receipts.filter(({ channel }) => channel === 'back-channel').map(({ source, status }) => [source, status]),
  )
  expect(bySource).toEqual({
    shop: 'acknowledged',
    proves: 'verified',
    keeps: 'refused',
    broken: 'refused',
    down: 'unreachable',
  })
  expect(receipts.filter(({ channel }) => channel === 'shared-signals').map(({ status }) => status)).toContain(
    'refused',
  )
})
