import { planView, sessionSummary } from '@curfew/contract'
import { expect } from 'vitest'
import { arrive, openDialog, rowOf, search } from './desk.ts'
import { aRecentSession, journeyWith } from './furnished.ts'
import { close, logOnProgram, problemOf, sessionsOf } from './program.ts'

const listed = [
  aRecentSession({ userId: 'twin.portal' }),
  aRecentSession({
    userId: 'twin.operations',
    kind: 'operations-console',
    source: 'operations-1',
    sourceId: 'operations-1',
    superAdminCredentials: true,
    via: null,
  }),
]
/** Open sessions that an administrator may not see, of the same people and with names of their own. */
const unlisted = [
  aRecentSession({ userId: 'twin.portal', kind: 'authentication-agent', source: 'agents-hq', sourceId: 'agents-hq' }),
  aRecentSession({ userId: 'twin.agent', kind: 'authentication-agent', source: 'agents-hq', sourceId: 'agents-hq' }),
  aRecentSession({
    userId: 'twin.operator',
    kind: 'operations-console',
    source: 'back-office',
    sourceId: 'back-office',
  }),
]
const unlistedIds = unlisted.map(({ id }) => id)
const unknownId = '0190a0b0-0000-7000-8000-000000000000'
const test = journeyWith((store) => store.register([...listed, ...unlisted]))

test('in the grid, its total and its search there is nothing of them', async ({ aPerson }) => {
  const { page } = await aPerson()
  await arrive(page)

  await search(page, 'twin', listed.length)

  expect(await page.getByRole('row').filter({ hasText: 'twin' }).count()).toBe(listed.length)
  expect(await page.getByText(/twin\.agent|twin\.operator|agents-hq|back-office/).count()).toBe(0)
  expect(await page.getByRole('heading', { name: 'Active User Sessions' }).locator('..').textContent()).toContain('2')
})

test('all that match does not take them along: the dialog counts what is listed, and they stay open', async ({
  aPerson,
  product,
}) => {
  const { page } = await aPerson()
  await arrive(page)
  await search(page, 'twin.portal', 1)

  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).click()
  const dialog = await openDialog(page)
  const facts = await dialog.textContent()
  await dialog.getByRole('button', { name: 'OK' }).click()
  await rowOf(page, 'twin.portal').and(page.locator('[data-over]')).or(page.getByText('There is no')).first().waitFor()

  expect(facts).toContain('Close 1 session?')
  expect(facts).not.toMatch(/authentication agent/i)
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:twin.portal')).toEqual([])
})

test('in the summary there is no count, source or hour of them', async ({ product }) => {
  const ada = await logOnProgram(product)

  const answer = await ada.ask('/api/sessions/summary?userId=startsWith:twin.o&userId=contains:twin')
  const summary = sessionSummary.parse(await answer.json())

  expect(summary).toMatchObject({
    total: 1,
    byKind: [{ kind: 'operations-console', count: 1 }],
    bySource: [{ source: 'operations-1', count: 1 }],
  })
  expect(summary.loggedOnHistogram.reduce((sum, { count }) => sum + count, 0)).toBe(1)
})

test('nothing found says nothing of them when case is ignored either', async ({ product }) => {
  const ada = await logOnProgram(product)

  const answer = await ada.ask('/api/sessions/summary?userId=equals:TWIN.AGENT')

  expect(sessionSummary.parse(await answer.json())).toMatchObject({ total: 0, totalIgnoringCase: 0 })
})

test('in the export there is no line of them', async ({ product }) => {
  const ada = await logOnProgram(product)

  const text = await (await ada.ask('/api/sessions/export?userId=contains:twin')).text()

  for (const word of [...unlistedIds, 'twin.agent', 'twin.operator', 'agents-hq', 'back-office'])
    expect(text).not.toContain(word)
})

test('by id they are not found, with the same words as nonsense', async ({ product }) => {
  const ada = await logOnProgram(product)
  const read = async (id: string) => {
    const answer = await ada.ask(`/api/sessions/${id}`)
    const { requestId: _differs, ...problem } = await problemOf(answer)
    return problem
  }

  const nonsense = await read(unknownId)
  const answers = await Promise.all(unlistedIds.map(read))

  expect(answers).toEqual(unlistedIds.map(() => nonsense))
})

test('a plan of them holds nothing, and executing it closes none', async ({ product }) => {
  const ada = await logOnProgram(product)

  const plan = planView.parse(await (await ada.post('/api/plans', { sessionIds: [...unlistedIds, unknownId] })).json())
  const closure = await close(ada, { sessionIds: unlistedIds })

  expect(plan).toMatchObject({
    count: 0,
    alreadyClosed: 0,
    notFound: 4,
    byKind: [],
    users: [],
    includesOwnSession: false,
  })
  expect(closure).toMatchObject({ closed: 0, notFound: 3, deliveries: { total: 0 } })
})

test('events name nothing of them, whatever is ordered for them', async ({ product }) => {
  const ada = await logOnProgram(product)
  const stream = await ada.ask('/api/events')
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''

  const [one] = await sessionsOf(ada, 'userId=equals:twin.operations')
  await close(ada, { sessionIds: [...unlistedIds, one?.id ?? ''] })
  while (!heard.includes(one?.id ?? 'never')) heard += (await reader?.read())?.value ?? ''
  await reader?.cancel()

  for (const id of unlistedIds) expect(heard).not.toContain(id)
})
