import { type Filter, sessionKinds } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { aNewSession, anActor } from './cast/index.ts'
import {
  allListed,
  countSessions,
  createPlan,
  executePlan,
  exportSessions,
  isListed,
  listSessions,
  readSession,
  registerSessions,
  summarizeSessions,
  sweepExpired,
} from './index.ts'
import type { NewSession } from './session.ts'

const someSessions = fc
  .array(fc.record({ kind: fc.constantFrom(...sessionKinds), superAdminCredentials: fc.boolean() }), { maxLength: 30 })
  .map((kinds) => kinds.map((overrides) => aNewSession(overrides)))

const scope = allListed
const sort = [{ field: 'userId', descending: false }] as const
const filterSets: fc.Arbitrary<Filter[]> = fc.constantFrom<Filter[]>(
  [],
  [{ field: 'userId', operator: 'contains', value: 'ada' }],
  [{ field: 'kind', operator: 'equals', value: 'authentication-agent' }],
  [{ field: 'kind', operator: 'equals', value: 'operations-console' }],
)

test('sessions of authentication agents are never listed', () => {
  expect(isListed({ kind: 'authentication-agent', superAdminCredentials: true })).toBe(false)
  expect(isListed({ kind: 'authentication-agent', superAdminCredentials: false })).toBe(false)
})

test('operations consoles are listed only with super admin credentials, all others whatever they provided', () => {
  for (const kind of sessionKinds.filter((kind) => kind !== 'authentication-agent')) {
    expect(isListed({ kind, superAdminCredentials: true })).toBe(true)
    expect(isListed({ kind, superAdminCredentials: false })).toBe(kind !== 'operations-console')
  }
})

test('what is not listed is in no page, count, summary, export or plan, whatever is searched for', async () => {
  await fc.assert(
    fc.asyncProperty(someSessions, filterSets, async (sessions, filters) => {
      const { ports } = aRegistry()
      await registerSessions(ports, sessions)

      const page = await listSessions(ports, { scope, filters, sort, limit: 100, cursor: null })
      const exported: string[] = []
      for await (const batch of exportSessions(ports, { scope, filters, sort }, new AbortController().signal))
        exported.push(...batch.map(({ id }) => id))
      const { plan } = await createPlan(ports, { filters, except: [] }, anActor(), scope)
      const summary = await summarizeSessions(ports, { scope, filters })

      const listed = sessions.filter(isListed).filter((session) => isFound(session, filters))
      const ids = listed.map(({ id }) => id).sort()
      expect(page.items.map(({ id }) => id).sort()).toEqual(ids)
      expect(exported.sort()).toEqual(ids)
      expect(plan.count).toBe(ids.length)
      expect(summary.total).toBe(ids.length)
      expect(summary.byKind.reduce((sum, { count }) => sum + count, 0)).toBe(ids.length)
      expect(await countSessions(ports, { scope, filters })).toBe(ids.length)
    }),
  )
})

function isFound(session: NewSession, filters: readonly Filter[]) {
  return filters.every(({ field, value }) => field !== 'kind' || session.kind === value)
}

test('what is not listed answers by id exactly like what does not exist', async () => {
  const { ports } = aRegistry()
  const hidden = aNewSession({ kind: 'authentication-agent' })
  await registerSessions(ports, [hidden])

  const [unlisted, unknown] = await Promise.all(
    [hidden.id, 'nonsense'].map((id) => readSession(ports, id, scope).catch((error: unknown) => error)),
  )

  expect(unlisted).toMatchObject({ code: 'not-found' })
  expect(unlisted).toEqual(unknown)
})

test('what is not listed counts in a plan as not found, and closing the plan leaves it open', async () => {
  await fc.assert(
    fc.asyncProperty(someSessions, async (sessions) => {
      const { ports, store } = aRegistry()
      await registerSessions(ports, sessions)
      const sessionIds = ['nonsense', ...sessions.map(({ id }) => id)]

      const { plan } = await createPlan(ports, { sessionIds }, anActor(), scope)
      const order = { planId: plan.id, reason: '', messageToUser: null }
      const closure = await executePlan(ports, order, anActor(), new AbortController().signal)

      const hidden = sessions.filter((session) => !isListed(session))
      expect(plan.notFound).toBe(1 + hidden.length)
      expect(closure).toMatchObject({ closed: sessions.length - hidden.length, notFound: 1 + hidden.length })
      for (const { id } of hidden) expect((await store.sessionById(id))?.endedAt).toBeNull()
    }),
  )
})

test('no change of an unlisted session is ever announced', async () => {
  await fc.assert(
    fc.asyncProperty(someSessions, async (sessions) => {
      const { ports, changes, time } = aRegistry()
      await registerSessions(ports, sessions)
      time.advance(9 * 60 * 60_000)
      await sweepExpired(ports)

      const listed = sessions.filter(isListed)
      const ended = changes.flatMap(({ ended = [] }) => ended.map(({ id }) => id))
      expect(changes.reduce((sum, { began = 0 }) => sum + began, 0)).toBe(listed.length)
      expect(ended.sort()).toEqual(listed.map(({ id }) => id).sort())
    }),
  )
})
