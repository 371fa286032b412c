import type { SessionPage, SessionSummary } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'

test('a page shows what is known of each session, with the own one marked, and the last activity first', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  curfew.pass(10)
  const [id = ''] = await curfew.register({ userId: 'grace', firstName: 'Grace', lastName: 'Hopper', via: 'web-tier' })

  const response = await browser.ask('GET', '/api/sessions', { headers: { 'X-Curfew-Background': '1' } })

  const { items, nextCursor } = (await response.json()) as SessionPage
  expect(nextCursor).toBeNull()
  expect(items.map((item) => [item.userId, item.isOwn])).toEqual([
    ['grace', false],
    ['ada', true],
  ])
  expect(items[0]).toMatchObject({
    id,
    kind: 'self-service-console',
    via: 'web-tier',
    loggedOnAt: '2026-05-04T08:00:10.000Z',
    expiresAt: '2026-05-04T08:30:10.000Z',
    commandInFlight: null,
    closureId: null,
  })
})

test('pages follow one another without a gap or a repetition', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  await curfew.register(...Array.from({ length: 25 }, (_, index) => ({ userId: `user-${index % 3}` })))
  const seen: string[] = []

  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await browser.ask('GET', `/api/sessions?sort=userId&limit=7${query}`)
    const page = (await response.json()) as SessionPage
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }

  expect(seen).toHaveLength(26)
  expect(new Set(seen).size).toBe(26)
})

test('search is case sensitive; an empty result says how many match when case is ignored', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser('ada')
  await curfew.register({ userId: 'Admin' }, { userId: 'admin' }, { userId: 'administrator' })
  const summaryOf = async (query: string) =>
    (await (await browser.ask('GET', `/api/sessions/summary?${query}`)).json()) as SessionSummary

  expect(await summaryOf('userId=contains:Admin')).toMatchObject({ total: 1, totalIgnoringCase: null })
  expect(await summaryOf('userId=contains:ADMIN')).toMatchObject({ total: 0, totalIgnoringCase: 3 })
  expect(await summaryOf('userId=containsIgnoringCase:ADMIN')).toMatchObject({ total: 3, totalIgnoringCase: null })
  expect(await summaryOf('userId=startsWith:admin&userId=contains:rator')).toMatchObject({ total: 1 })
})

test('one session comes with its ending and its timeline', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const [id = ''] = await curfew.register({ userId: 'grace' })

  const response = await browser.ask('GET', `/api/sessions/${id}`)

  expect(await response.json()).toMatchObject({
    session: { id, userId: 'grace' },
    ending: null,
    timeline: [{ what: 'logged-on', at: '2026-05-04T08:00:00.000Z' }],
  })
})

test.each([
  'limit=0',
  'limit=501',
  'limit=ten',
  'limit=1&limit=2',
  'limit=',
  'cursor=',
  'cursor=nonsense',
  'sort=password',
  'sort=',
  'sort=userId,kind,status',
  'userId=Ada',
  'userId=matches:.*',
  'userId=contains:',
  `userId=contains:${'x'.repeat(201)}`,
  'kind=nonsense',
  'unknownField=equals:x',
  'loggedOnAt=from:yesterday',
  'loggedOnAt=from:1',
  'loggedOnAt=from:3/4/2026',
  'loggedOnAt=from:2026-02-30T00:00:00Z',
  'lastActivityAt=before:2026-13-01',
  'idleSeconds=atLeast:-1',
  'idleSeconds=atLeast:',
  'idleSeconds=atLeast:0x10',
  Array.from({ length: 21 }, () => 'kind=radius').join('&'),
])('a query that cannot be read is refused, not guessed: %s', async (query) => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const response = await browser.ask('GET', `/api/sessions?${query}`)

  expect(response.status).toBe(400)
  expect(await codeOf(response)).toBe('invalid-request')
})
