import { aNewSession } from '@curfew/registry/cast'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allPages, anActor, aPlan, end, ids, minutesLater, newId, now, searchFor } from './acts.ts'
import { life, live, search } from './arbitrary.ts'
import { forEachStore, forgetSessions } from './stores.ts'

forEachStore('plans', (store) => {
  const planned = async (planId: string) => ids(await store().plannedSessions(planId, 0, 1_000))

  test('a plan of ids names the open ones in the order given, and counts what is closed and what is not there', async () => {
    const [one, other, closed, unlisted, expired] = [
      aNewSession({ userId: 'bob', kind: 'api', sourceId: 'curfew', source: 'curfew' }),
      aNewSession({ userId: 'ada' }),
      aNewSession(),
      aNewSession({ kind: 'authentication-agent' }),
      aNewSession({ idleLimitSeconds: 60 }),
    ]
    await store().register([one, other, closed, unlisted, expired])
    await end(store(), [closed.id])
    await store().setCommand(one.id, { name: 'Export', startedAt: now })
    const sessionIds = [other.id, closed.id, 'no such id', one.id, unlisted.id, other.id, expired.id]

    const plan = await store().createPlan(aPlan({ sessionIds }))

    expect(plan).toMatchObject({
      isMatching: false,
      count: 2,
      alreadyClosed: 2,
      notFound: 2,
      byKind: [
        { kind: 'self-service-console', count: 1 },
        { kind: 'api', count: 1 },
      ],
      bySource: [
        { sourceId: 'curfew', source: 'curfew', count: 1 },
        { sourceId: 'portal', source: 'portal', count: 1 },
      ],
      users: ['ada', 'bob'],
      userCount: 2,
      includesOwnSession: false,
      commandsInFlight: 1,
      closureId: null,
    })
    expect(await planned(plan.id)).toEqual([other.id, one.id])
    expect(await store().planById(plan.id)).toEqual(plan)
    expect(await store().planById('no such plan')).toBeUndefined()
  })

  test('five users are named at the most, and all are counted', async () => {
    const sessions = ['g', 'f', 'e', 'd', 'c', 'b', 'b'].map((userId) => aNewSession({ userId }))
    await store().register(sessions)

    const plan = await store().createPlan(aPlan({ filters: [], except: [] }))

    expect(plan).toMatchObject({ users: ['b', 'c', 'd', 'e', 'f'], userCount: 6, count: 7 })
  })

  test("the actor's own session comes last, however the selection was made", async () => {
    const sessions = [aNewSession(), aNewSession(), aNewSession()]
    const own = sessions[0]?.id ?? ''
    await store().register(sessions)
    const actor = { ...anActor, sessionId: own }

    const byIds = await store().createPlan(aPlan({ sessionIds: sessions.map(({ id }) => id) }, { actor }))
    const matching = await store().createPlan(aPlan({ filters: [], except: [] }, { actor }))
    const spared = await store().createPlan(aPlan({ filters: [], except: [own] }, { actor }))

    expect([byIds, matching, spared].map(({ includesOwnSession }) => includesOwnSession)).toEqual([true, true, false])
    expect((await planned(byIds.id)).at(-1)).toBe(own)
    expect((await planned(matching.id)).at(-1)).toBe(own)
    expect(await planned(spared.id)).not.toContain(own)
  })

  test('a plan of all that match is in the order of logon, and counts those that are closing as closed already', async () => {
    const late = aNewSession({ loggedOnAt: minutesLater(-2), lastName: 'Byron' })
    const early = aNewSession({ loggedOnAt: minutesLater(-9), lastName: 'Byrne' })
    const closing = aNewSession({ lastName: 'Byrd' })
    const other = aNewSession({ lastName: 'Curie' })
    await store().register([late, early, closing, other])
    await end(store(), [closing.id], { status: 'closing' })
    const filters = [{ field: 'lastName', operator: 'startsWith', value: 'By' }] as const

    const plan = await store().createPlan(aPlan({ filters, except: ['no such id'] }))

    expect(plan).toMatchObject({ isMatching: true, count: 2, alreadyClosed: 1, notFound: 0 })
    expect(await planned(plan.id)).toEqual([early.id, late.id])
  })

  test('what begins after the plan is not in it, and what ends stays in it', async () => {
    const session = aNewSession()
    await store().register([session])
    const plan = await store().createPlan(aPlan({ filters: [], except: [] }))

    await store().register([aNewSession()])
    await end(store(), [session.id])

    expect(await planned(plan.id)).toEqual([session.id])
    expect((await store().plannedSessions(plan.id, 0, 10))[0]?.status).toBe('closed')
  })

  test('planned sessions are read from a position on', async () => {
    const sessions = Array.from({ length: 5 }, () => aNewSession())
    await store().register(sessions)
    const plan = await store().createPlan(aPlan({ sessionIds: sessions.map(({ id }) => id) }))

    const found = await store().plannedSessions(plan.id, 3, 10)

    expect(ids(found)).toEqual(sessions.slice(3).map(({ id }) => id))
    expect(await store().plannedSessions(plan.id, 5, 10)).toEqual([])
    expect(await store().plannedSessions('no such plan', 0, 10)).toEqual([])
  })

  test('what a plan would have hit is forgotten once it has expired unused, and the plan itself is known', async () => {
    const session = aNewSession()
    await store().register([session])
    const spent = await store().createPlan(aPlan({ sessionIds: [session.id] }))

    await store().createPlan(aPlan({ sessionIds: [session.id] }, { now: minutesLater(6), expiresAt: minutesLater(11) }))

    expect(await planned(spent.id)).toEqual([])
    expect((await store().planById(spent.id))?.expiresAt).toEqual(minutesLater(5))
  })

  test('a plan that is being executed keeps its sessions however long that takes', async () => {
    const session = aNewSession()
    await store().register([session])
    const plan = await store().createPlan(aPlan({ sessionIds: [session.id] }))
    const id = newId('closure')
    const why = { reasonKind: 'system', reason: '', messageToUser: null, messagesToUser: {} } as const
    const closure = { id, planId: plan.id, ...why, closedBy: anActor, orderedAt: now }
    await store().startClosure(closure, [])

    await store().createPlan(aPlan({ sessionIds: [] }, { now: minutesLater(60), expiresAt: minutesLater(65) }))
    await store().forgetEnded(minutesLater(60), 10)

    expect(await planned(plan.id)).toEqual([session.id])
    const progress = { position: 1, state: 'done', completedAt: now, refusedEverywhereAt: now } as const
    await store().endSessions({ ending: 'closure', at: now, closureId: id, sessions: [], progress, audit: [] })
  })

  test('a plan freezes exactly what the page shows, less the exceptions', async () => {
    const property = fc.asyncProperty(
      fc.array(life, { maxLength: 14 }),
      search,
      fc.nat(20),
      async (all, asked, skipped) => {
        await forgetSessions(store())
        await live(store(), all)
        const shown = await allPages(store(), { filters: asked.filters, at: asked.at, limit: 50 })
        const except = ids(shown).filter((_, index) => index % 5 === skipped % 5)
        const wanted = shown.filter(({ id }) => !except.includes(id))
        const own = all[skipped]?.session.id ?? null
        const actor = { ...anActor, sessionId: own }

        const plan = await store().createPlan(aPlan({ filters: asked.filters, except }, { actor, now: asked.at }))

        const open = wanted.filter(({ endedAt }) => endedAt === null)
        expect(plan.count).toBe(open.length)
        expect(plan.alreadyClosed).toBe(wanted.length - open.length)
        expect((await planned(plan.id)).sort()).toEqual(ids(open).sort())
        expect(plan.includesOwnSession).toBe(ids(open).includes(own ?? ''))
        expect(plan.commandsInFlight).toBe(open.filter(({ command }) => command).length)
        expect(plan.userCount).toBe(new Set(open.map(({ userId }) => userId)).size)
        expect(await store().count(searchFor(asked.filters, asked.at))).toBe(shown.length)
      },
    )

    await fc.assert(property, { numRuns: 100 })
  })
})
