import { type Filter, sessionKinds } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import type { Actor, Selection } from './closing.ts'
import { executePlan } from './execute.ts'
import { isListed } from './listed.ts'
import { allListed } from './listing.ts'
import { createPlan } from './plan.ts'
import type { RegistryPorts } from './ports.ts'
import type { NewSession } from './session.ts'

const population = fc
  .array(
    fc.record({
      userId: fc.constantFrom('ada', 'Ada', 'adam', 'grace'),
      kind: fc.constantFrom(...sessionKinds),
      superAdminCredentials: fc.boolean(),
      isShort: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ isShort, ...overrides }) => aNewSession({ ...overrides, ...(isShort ? { idleLimitSeconds: 60 } : {}) })),
  )
const filters = fc.constantFrom<Filter[]>(
  [],
  [{ field: 'userId', operator: 'startsWith', value: 'ada' }],
  [{ field: 'userId', operator: 'containsIgnoringCase', value: 'ADA' }],
)
const picks = fc.array(fc.nat(), { maxLength: 15 })
const pickFrom = (sessions: readonly NewSession[], places: readonly number[]) =>
  sessions.length === 0 ? [] : places.map((place) => sessions[place % sessions.length]?.id ?? '')

async function close(ports: RegistryPorts, selection: Selection, actor: Actor = anActor()) {
  const { plan } = await createPlan(ports, selection, actor, allListed)
  const order = { planId: plan.id, reason: '', messageToUser: null }
  const closure = () => executePlan(ports, order, actor, new AbortController().signal)
  return { plan, execute: closure }
}

async function stillOpen(ports: RegistryPorts, sessions: readonly NewSession[]) {
  const all = await Promise.all(sessions.map(({ id }) => ports.store.sessionById(id)))
  return all.filter((session) => session?.endedAt === null).map((session) => session?.id)
}

test('closing a plan never touches a session outside it', async () => {
  await fc.assert(
    fc.asyncProperty(population, picks, async (sessions, places) => {
      const { ports } = aRegistry()
      await registerSessions(ports, sessions)
      const chosen = new Set(pickFrom(sessions, places))

      const { execute } = await close(ports, { sessionIds: [...chosen] })
      await execute()

      const spared = sessions.filter((session) => !chosen.has(session.id) || !isListed(session))
      expect(await stillOpen(ports, sessions)).toEqual(spared.map(({ id }) => id))
    }),
  )
})

test('all that match except some are counted exactly, and exactly these are closed', async () => {
  await fc.assert(
    fc.asyncProperty(population, filters, picks, async (sessions, filters, places) => {
      const { ports, time } = aRegistry()
      await registerSessions(ports, sessions)
      time.advance(61_000)
      const except = pickFrom(sessions, places)
      const now = time.clock()
      const matching = sessions
        .filter(isListed)
        .filter((session) => session.loggedOnAt.getTime() + session.idleLimitSeconds * 1000 > now.getTime())
        .filter(({ userId }) =>
          filters.every(({ operator }) =>
            operator === 'startsWith' ? userId.startsWith('ada') : userId.toLowerCase().includes('ada'),
          ),
        )
        .filter(({ id }) => !except.includes(id))
        .map(({ id }) => id)

      const { plan, execute } = await close(ports, { filters, except })
      const closure = await execute()

      expect(plan).toMatchObject({ count: matching.length, isMatching: true, notFound: 0, alreadyClosed: 0 })
      expect(plan.byKind.reduce((sum, { count }) => sum + count, 0)).toBe(matching.length)
      expect(closure).toMatchObject({ closed: matching.length, alreadyClosed: 0, state: 'done' })
      const open = await stillOpen(ports, sessions)
      expect(open).toEqual(sessions.map(({ id }) => id).filter((id) => !matching.includes(id)))
    }),
  )
})

test('a session that began after the plan is untouched, though it matches', async () => {
  await fc.assert(
    fc.asyncProperty(population, population, filters, async (before, after, filters) => {
      const { ports } = aRegistry()
      await registerSessions(ports, before)
      const { execute } = await close(ports, { filters, except: [] })
      await registerSessions(ports, after)

      await execute()

      expect(await stillOpen(ports, after)).toEqual(after.map(({ id }) => id))
    }),
  )
})

test('what was closed before the plan, or between plan and closure, is a success that says so', async () => {
  await fc.assert(
    fc.asyncProperty(population, picks, picks, async (sessions, first, second) => {
      const { ports, store } = aRegistry()
      await registerSessions(ports, sessions)
      const listed = new Set(sessions.filter(isListed).map(({ id }) => id))
      const isListedId = (id: string) => listed.has(id)
      const closedBefore = new Set(pickFrom(sessions, first).filter(isListedId))
      const closedBetween = new Set(pickFrom(sessions, second).filter(isListedId))
      await (await close(ports, { sessionIds: [...closedBefore] })).execute()

      const { plan, execute } = await close(ports, { sessionIds: [...listed] })
      await (await close(ports, { sessionIds: [...closedBetween] })).execute()
      const closure = await execute()

      const gone = closedBefore.union(closedBetween)
      expect(plan).toMatchObject({ count: listed.size - closedBefore.size, alreadyClosed: closedBefore.size })
      expect(closure).toMatchObject({ closed: listed.size - gone.size, alreadyClosed: gone.size, notFound: 0 })
      for (const id of gone) expect((await store.sessionById(id))?.closureId).not.toBe(closure.id)
    }),
  )
})

test('every ended session has exactly the deliveries of its one end', async () => {
  await fc.assert(
    fc.asyncProperty(population, picks, async (sessions, places) => {
      const { ports, store } = aRegistry()
      await registerSessions(ports, sessions)
      const chosen = pickFrom(sessions, places)
      for (const id of [...chosen, ...chosen]) await (await close(ports, { sessionIds: [id] })).execute()

      for (const session of sessions) {
        const isClosed = chosen.includes(session.id) && isListed(session)
        const deliveries = await store.deliveriesOfSession(session.id)
        expect(deliveries).toHaveLength(isClosed ? 1 : 0)
        const { closureId } = (await store.sessionById(session.id)) ?? {}
        for (const delivery of deliveries) expect(delivery.closureId).toBe(closureId)
      }
    }),
  )
})

test('nonsense is counted as not found, once for each different id', async () => {
  const { ports } = aRegistry()

  const { plan, execute } = await close(ports, { sessionIds: ['nonsense', 'nonsense', 'other nonsense'] })

  expect(plan).toMatchObject({ count: 0, notFound: 2 })
  expect(await execute()).toMatchObject({ state: 'done', closed: 0, notFound: 2, planned: 0 })
})
