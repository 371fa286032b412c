import type { NewClosure } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aPlan, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('handles', (store) => {
  test('a handle leads to its open session, else to the one that ended last, and never to that of another source', async () => {
    const [portal, shop] = [newId('source'), newId('source')]
    const at = (sourceId: string, handle: string) => aNewSession({ sourceId, handle })
    const [first, second, third] = [at(portal, 'one'), at(portal, 'one'), at(portal, 'one')]
    const elsewhere = at(shop, 'one')
    const [other] = [at(portal, 'other')]
    const find = async (handle: string) => (await store().sessionByHandle(portal, handle))?.id

    await store().register([first, elsewhere, other])
    const open = await find('one')
    await end(store(), [first.id])
    const ended = await find('one')
    await store().register([second])
    await end(store(), [second.id])
    const endedAgain = await find('one')
    await store().register([third])

    expect([open, ended, endedAgain]).toEqual([first.id, first.id, second.id])
    expect(await store().sessionByHandle(portal, 'one')).toEqual(await store().sessionById(third.id))
    expect(await find('nothing')).toBeUndefined()
    const some = await store().sessionsByHandles(portal, ['one', 'nothing', 'other', 'one'])
    expect(some.map(({ id }) => id).sort()).toEqual([third.id, other.id].sort())
    expect(await store().sessionsByHandles(portal, [])).toEqual([])
  })

  test('a session that was active when it was registered counts as active since then', async () => {
    const session = aNewSession({ loggedOnAt: minutesLater(-90), lastActivityAt: now })

    await store().register([session])

    const registered = await store().sessionById(session.id)
    expect(registered?.lastActivityAt).toEqual(now)
    expect(registered?.loggedOnAt).toEqual(minutesLater(-90))
    expect(await store().expiredSessions(minutesLater(29), 10)).toEqual([])
    expect((await store().expiredSessions(minutesLater(30), 10)).map(({ id }) => id)).toEqual([session.id])
  })

  test('only logons that are begun and open are finished, with the limits of an active session', async () => {
    const begun = aNewSession({ status: 'abandoned-in-progress' })
    const [active, ended] = [aNewSession(), aNewSession({ status: 'abandoned-in-progress' })]
    await store().register([begun, active, ended])
    await end(store(), [ended.id])
    const limits = { at: minutesLater(1), idleLimitSeconds: 600, absoluteLimitSeconds: 7_200 }

    const finished = await store().finishLogons(
      [begun.id, active.id, ended.id, 'no such session'].map((sessionId) => ({ sessionId, ...limits })),
    )

    expect(finished).toEqual([begun.id])
    expect(await store().sessionById(begun.id)).toMatchObject({
      status: 'active',
      lastActivityAt: minutesLater(1),
      idleLimitSeconds: 600,
      absoluteLimitSeconds: 7_200,
    })
    expect(await store().sessionById(active.id)).toMatchObject({ idleLimitSeconds: active.idleLimitSeconds })
    expect((await store().expiredSessions(minutesLater(11), 10)).map(({ id }) => id)).toEqual([begun.id])
  })

  test('a closure that is carried out is unproved until it is refused everywhere', async () => {
    const session = aNewSession()
    await store().register([session])
    const plan = await store().createPlan(aPlan({ sessionIds: [session.id] }))
    const closure: NewClosure = {
      id: newId('closure'),
      planId: plan.id,
      reasonKind: 'administrator',
      reason: '',
      messageToUser: null,
      messagesToUser: {},
      closedBy: { userId: 'ada', firstName: '', lastName: '', sessionId: null },
      orderedAt: now,
    }
    await store().startClosure(closure, [])
    const unproved = async () => (await store().unprovedClosures()).map(({ id }) => id).includes(closure.id)
    const whileClosing = await unproved()
    await store().endSessions({
      ending: 'closure',
      at: now,
      closureId: closure.id,
      sessions: [{ sessionId: session.id, status: 'closed', deliveries: [] }],
      progress: { position: 1, state: 'done', completedAt: now, refusedEverywhereAt: null },
      audit: [],
    })
    const whenDone = await unproved()

    await store().markRefusedEverywhere(closure.id, minutesLater(1))

    expect([whileClosing, whenDone, await unproved()]).toEqual([false, true, false])
  })
})
