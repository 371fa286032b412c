import type { Closure, NewClosure } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aNewDelivery, anActor, aPlan, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore } from './stores.ts'

function aClosure(planId: string, overrides: Partial<NewClosure> = {}): NewClosure {
  const id = newId('closure')
  return {
    id,
    planId,
    reasonKind: 'administrator',
    reason: 'Left the company',
    messageToUser: null,
    messagesToUser: {},
    closedBy: anActor,
    orderedAt: now,
    ...overrides,
  }
}

forEachStore('closures', (store) => {
  /** A closure of so many open sessions, none of them ended yet. */
  async function begun(count: number): Promise<{ closure: Closure; sessionIds: string[] }> {
    const sessions = Array.from({ length: count }, () => aNewSession())
    await store().register(sessions)
    const sessionIds = sessions.map(({ id }) => id)
    const plan = await store().createPlan(aPlan({ sessionIds }))
    return { closure: await store().startClosure(aClosure(plan.id), []), sessionIds }
  }

  async function finish(closureId: string, position: number) {
    const progress = { position, state: 'done', completedAt: now, refusedEverywhereAt: now } as const
    await store().endSessions({ ending: 'closure', at: now, closureId, sessions: [], progress, audit: [] })
  }

  test('a closure keeps whose decision it was, what its users are told in which language, and that nobody ordered it', async () => {
    const plan = await store().createPlan(aPlan({ sessionIds: [] }, { actor: null }))
    const ordered = aClosure(plan.id, {
      reasonKind: 'policy',
      messageToUser: 'Log on again',
      messagesToUser: { de: 'Bitte neu anmelden', 'pt-BR': 'Entre novamente' },
      closedBy: null,
    })

    await store().startClosure(ordered, [])

    expect(await store().closureById(ordered.id)).toMatchObject(ordered)
    expect(await store().planById(plan.id)).toMatchObject({ actor: null, closureId: ordered.id })
    await finish(ordered.id, 0)
  })

  test('a closure begins with what its plan counted, and is bound to it for good', async () => {
    const [open, closed] = [aNewSession(), aNewSession()]
    await store().register([open, closed])
    await end(store(), [closed.id])
    const plan = await store().createPlan(aPlan({ sessionIds: [open.id, closed.id, 'no such id'] }))
    const ordered = aClosure(plan.id, { messageToUser: 'Please call us' })

    const first = await store().startClosure(ordered, [])
    const again = await store().startClosure(aClosure(plan.id), [])

    expect(first).toEqual({
      ...ordered,
      state: 'closing',
      completedAt: null,
      refusedEverywhereAt: null,
      planned: 1,
      closed: 0,
      alreadyClosed: 1,
      notFound: 1,
      includedOwnSession: false,
      position: 0,
    })
    expect(again).toEqual(first)
    expect((await store().planById(plan.id))?.closureId).toBe(first.id)
    expect(await store().closureById(first.id)).toEqual(first)
    expect(await store().closureById('no such closure')).toBeUndefined()
    await finish(first.id, 1)
  })

  test('a closure of a plan that is not there is refused', async () => {
    await expect(store().startClosure(aClosure('no such plan'), [])).rejects.toMatchObject({ code: 'not-found' })
  })

  test('ending sessions ends the open ones, stores deliveries for those alone, and says which', async () => {
    const { closure, sessionIds } = await begun(3)
    const [first = '', second = '', third = ''] = sessionIds
    await end(store(), [second])

    const ended = await store().endSessions({
      ending: 'closure',
      at: minutesLater(1),
      closureId: closure.id,
      sessions: [first, second, third].map((sessionId) => ({
        sessionId,
        status: 'closed',
        deliveries: [aNewDelivery({ recipient: sessionId })],
      })),
      progress: { position: 3, state: 'done', completedAt: minutesLater(1), refusedEverywhereAt: null },
      audit: [],
    })

    expect(ended).toEqual([first, third])
    expect(await store().sessionById(first)).toMatchObject({
      status: 'closed',
      ending: 'closure',
      endedAt: minutesLater(1),
      closureId: closure.id,
    })
    expect(await store().sessionById(second)).toMatchObject({ ending: 'logoff', endedAt: now, closureId: null })
    expect(await store().deliveriesOfSession(first)).toMatchObject([
      { closureId: closure.id, sessionId: first, status: 'pending', storedAt: minutesLater(1), attempts: 0, cause: '' },
    ])
    expect(await store().deliveriesOfSession(second)).toEqual([])
    expect(await store().closureById(closure.id)).toMatchObject({
      state: 'done',
      closed: 2,
      alreadyClosed: 1,
      position: 3,
      completedAt: minutesLater(1),
    })
  })

  test('a closure moves on batch by batch, and is resumed where it was', async () => {
    const { closure, sessionIds } = await begun(4)
    const batch = (from: number) => ({
      ending: 'closure' as const,
      at: now,
      closureId: closure.id,
      sessions: sessionIds
        .slice(from, from + 2)
        .map((sessionId) => ({ sessionId, status: 'closed' as const, deliveries: [] })),
      audit: [],
    })

    await store().endSessions({
      ...batch(0),
      progress: { position: 2, state: 'closing', completedAt: null, refusedEverywhereAt: null },
    })
    const halfway = await store().unfinishedClosures()
    await store().endSessions({
      ...batch(2),
      progress: { position: 4, state: 'done', completedAt: now, refusedEverywhereAt: now },
    })

    expect(halfway).toMatchObject([{ id: closure.id, position: 2, closed: 2 }])
    expect(await store().unfinishedClosures()).toEqual([])
    expect(await store().closureById(closure.id)).toMatchObject({ closed: 4, position: 4, refusedEverywhereAt: now })
  })

  test('when sessions cannot be ended, nothing of the batch is', async () => {
    const { closure, sessionIds } = await begun(1)
    const [sessionId = ''] = sessionIds
    const taken = aNewDelivery()
    await store().register([aNewSession({ id: newId('other') })])
    const other = aNewSession()
    await store().register([other])
    await end(store(), [other.id], { deliveries: () => [taken] })

    const failed = store().endSessions({
      ending: 'closure',
      at: now,
      closureId: closure.id,
      sessions: [{ sessionId, status: 'closed', deliveries: [taken] }],
      progress: { position: 1, state: 'done', completedAt: now, refusedEverywhereAt: now },
      audit: [],
    })

    await expect(failed).rejects.toThrow()
    expect((await store().sessionById(sessionId))?.status).toBe('active')
    expect(await store().closureById(closure.id)).toMatchObject({ state: 'closing', position: 0 })
    await finish(closure.id, 1)
  })

  test('refused everywhere is noted once', async () => {
    const { closure } = await begun(1)

    await store().markRefusedEverywhere(closure.id, minutesLater(1))
    await store().markRefusedEverywhere(closure.id, minutesLater(2))
    await store().endSessions({
      ending: 'closure',
      at: now,
      closureId: closure.id,
      sessions: [],
      progress: { position: 1, state: 'done', completedAt: now, refusedEverywhereAt: null },
      audit: [],
    })

    expect((await store().closureById(closure.id))?.refusedEverywhereAt).toEqual(minutesLater(1))
  })

  test('closures are listed newest first, page by page', async () => {
    await store().register([aNewSession()])
    const times = [3, 1, 2, 2].map((hours) => minutesLater(60 * (1_000 + hours)))
    for (const orderedAt of times) {
      const plan = await store().createPlan(aPlan({ filters: [], except: [] }))
      const { id } = await store().startClosure(aClosure(plan.id, { orderedAt }), [])
      await finish(id, 1)
    }

    const first = await store().closures(2, null)
    const second = await store().closures(2, first.nextCursor)

    const shown = [...first.items, ...second.items].map(({ orderedAt }) => orderedAt)
    expect(shown).toEqual([3, 2, 2, 1].map((hours) => minutesLater(60 * (1_000 + hours))))
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4)
    await expect(store().closures(2, 'nonsense')).rejects.toMatchObject({ code: 'invalid-request' })
  })

  test('unfinished closures come oldest first', async () => {
    const begunOnes = [await begun(1), await begun(1)]

    const found = await store().unfinishedClosures()

    expect(found.map(({ id }) => id)).toEqual(begunOnes.map(({ closure }) => closure.id))
    for (const { closure } of begunOnes) await finish(closure.id, 1)
  })
})
