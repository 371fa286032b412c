import type { SessionPage, SessionSummary } from '@curfew/contract'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, type Curfew } from './api.test-kit.ts'

const unlistedKinds = [
  { kind: 'authentication-agent' as const },
  { kind: 'operations-console' as const, superAdminCredentials: false },
]
/** As long as the real ones, so that not even the length of an answer differs. */
const unknownId = 'session-999999'

/** Everything of an answer that somebody outside can see, but for what names the request itself. */
async function seen(response: Response): Promise<string> {
  const requestId = response.headers.get('x-request-id') ?? ''
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id')
  const text = (await response.text()).replaceAll(requestId, 'REQUEST')
  return JSON.stringify([response.status, headers, text.replaceAll(/session-\d{6}/g, 'SESSION')])
}

async function aHouseWithUnlisted(): Promise<{
  curfew: Curfew
  ask: Ask
  unlisted: readonly string[]
  listed: string
}> {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const unlisted = await curfew.register(...unlistedKinds.map((kind) => ({ ...kind, userId: 'hidden' })))
  const [listed = ''] = await curfew.register({ userId: 'grace' })
  return { curfew, ask, unlisted, listed }
}

test('a session that is not listed answers by id like one that does not exist, byte for byte', async () => {
  const { ask, unlisted } = await aHouseWithUnlisted()

  const unknown = await seen(await ask('GET', `/api/sessions/${unknownId}`))

  for (const id of unlisted) expect(await seen(await ask('GET', `/api/sessions/${id}`))).toBe(unknown)
  expect(unknown).toContain('not-found')
})

test('a plan for it is a plan for nothing, and closing that closes nothing', async () => {
  const { curfew, ask, unlisted, listed } = await aHouseWithUnlisted()
  const planFor = async (ids: readonly string[]) => {
    const response = await ask('POST', '/api/plans', { body: { sessionIds: ids } })
    return (await seen(response)).replaceAll(/"id\\":\\"[^"]*\\"/g, 'ID')
  }

  const unknown = await planFor([unknownId, listed])

  for (const id of unlisted) expect(await planFor([id, listed])).toBe(unknown)
  const response = await ask('POST', '/api/plans', { body: { sessionIds: unlisted } })
  const plan = (await response.json()) as { id: string }
  expect(plan).toMatchObject({ count: 0, notFound: 2 })
  await ask('POST', '/api/closures', { body: { planId: plan.id, reason: 'a test' } })
  for (const id of unlisted) expect((await curfew.sessionOf(id)).endedAt).toBeNull()
})

test('it is in no page, count, search, select-all, export or event', async () => {
  const { curfew, ask } = await aHouseWithUnlisted()
  curfew.changes.flush()
  const since = curfew.changes.lastId

  const page = (await (await ask('GET', '/api/sessions')).json()) as SessionPage
  const summary = (await (await ask('GET', '/api/sessions/summary')).json()) as SessionSummary
  const search = (await (await ask('GET', '/api/sessions?userId=equals:hidden')).json()) as SessionPage
  const ignoringCase = await ask('GET', '/api/sessions/summary?userId=equals:HIDDEN')
  const everything = await ask('POST', '/api/plans', { body: { matching: {} } })
  const csv = await (await ask('GET', '/api/sessions/export')).text()
  await curfew.register({ kind: 'authentication-agent', userId: 'hidden' })
  curfew.changes.flush()

  expect(page.items.map(({ userId }) => userId).sort()).toEqual(['ada', 'grace'])
  expect(summary).toMatchObject({ total: 2 })
  expect(summary.byKind.map(({ kind }) => kind)).not.toContain('authentication-agent')
  expect(search.items).toEqual([])
  expect(await ignoringCase.json()).toMatchObject({ total: 0, totalIgnoringCase: 0 })
  expect(await everything.json()).toMatchObject({ count: 2 })
  expect(csv).not.toContain('hidden')
  expect(csv).toContain('# complete: 2 rows')
  expect(curfew.changes.since(since)).toEqual([])
})

test("another administrator's plan is not found, and neither are its receipts before there are any", async () => {
  const { curfew, ask, listed } = await aHouseWithUnlisted()
  const plan = (await (await ask('POST', '/api/plans', { body: { sessionIds: [listed] } })).json()) as { id: string }
  const { ask: asEve } = await curfew.browser('eve')
  const order = (planId: string) => asEve('POST', '/api/closures', { body: { planId, reason: 'not mine' } })

  expect(await seen(await order(plan.id))).toBe(await seen(await order('no-such-plan')))
  expect((await curfew.sessionOf(listed)).endedAt).toBeNull()
})

test('receipts of a closure that does not exist answer alike, whatever its id looks like', async () => {
  const { ask, unlisted } = await aHouseWithUnlisted()

  const unknown = await seen(await ask('GET', '/api/closures/no-such-closure/receipts'))

  for (const id of unlisted) expect(await seen(await ask('GET', `/api/closures/${id}/receipts`))).toBe(unknown)
})
