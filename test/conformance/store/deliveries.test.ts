import type { DeliveryStatus } from '@curfew/contract'
import type { DeliveryStep, Room } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aNewDelivery, end, ids, minutesLater, newId, now, storedWith } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('deliveries', (store) => {
  const stored = storedWith(store)
  const allRoom: Room = { atOnce: {}, underWay: new Map() }

  test('steps are applied in turn by the rules of deliveries; unknown ids are passed over', async () => {
    const [delivery, other] = [aNewDelivery(), aNewDelivery()]
    const { sessionId } = await stored([delivery, other])

    const advanced = await store().advanceDeliveries([
      { deliveryId: delivery.id, to: 'sent', at: minutesLater(1), isAttempt: true },
      { deliveryId: 'no such id', to: 'sent', at: minutesLater(1) },
      { deliveryId: other.id, to: 'unreachable', at: minutesLater(1), cause: 'away', nextAttemptAt: minutesLater(2) },
      { deliveryId: delivery.id, to: 'verified', at: minutesLater(2) },
      { deliveryId: delivery.id, to: 'sent', at: minutesLater(3) },
    ])

    expect(advanced).toMatchObject([
      {
        id: delivery.id,
        status: 'verified',
        attempts: 1,
        sentAt: minutesLater(1),
        verifiedAt: minutesLater(2),
        nextAttemptAt: null,
      },
      { id: other.id, status: 'unreachable', cause: 'away', nextAttemptAt: minutesLater(2) },
    ])
    expect(await store().deliveriesOfSession(sessionId)).toEqual(advanced)
    expect(await store().deliveryById(delivery.id)).toEqual(advanced[0])
    expect(await store().deliveryById('no such id')).toBeUndefined()
  })

  test('receipts name whose session it was, those that need attention first, page by page', async () => {
    const order: DeliveryStatus[] = ['refused', 'unreachable', 'pending', 'sent', 'acknowledged', 'verified']
    const deliveries = [...order.toReversed(), ...order].map((status) => ({ status, delivery: aNewDelivery() }))
    const { closureId } = await stored(deliveries.map(({ delivery }) => delivery))
    await store().advanceDeliveries(
      deliveries.map(({ status, delivery }) => ({ deliveryId: delivery.id, to: status, at: now, cause: 'a cause' })),
    )

    const seen: DeliveryStatus[] = []
    const seenIds: string[] = []
    let cursor: string | null = null
    do {
      const page = await store().receipts(closureId, [], 5, cursor)
      seen.push(...page.items.map(({ status }) => status))
      seenIds.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      expect(page.items[0]).toMatchObject({ userId: 'ada', kind: 'self-service-console', source: 'portal' })
    } while (cursor !== null)

    expect(seen).toEqual(order.flatMap((status) => [status, status]))
    expect(new Set(seenIds).size).toBe(12)
    const some = await store().receipts(closureId, ['sent', 'unreachable'], 10, null)
    expect(some.items.map(({ status }) => status)).toEqual(['unreachable', 'unreachable', 'sent', 'sent'])
    expect(some.nextCursor).toBeNull()
  })

  test('a cursor of another closure is refused', async () => {
    const one = await stored([aNewDelivery(), aNewDelivery()])
    const other = await stored([aNewDelivery()])
    const { nextCursor } = await store().receipts(one.closureId, [], 1, null)

    await expect(store().receipts(other.closureId, [], 1, nextCursor)).rejects.toMatchObject({
      code: 'invalid-request',
    })
    await expect(store().receipts(other.closureId, [], 1, 'nonsense')).rejects.toMatchObject({
      code: 'invalid-request',
    })
  })

  test('deliveries are counted by closure and status; a closure without any counts nothing', async () => {
    const [sent, pending] = [aNewDelivery(), aNewDelivery()]
    const { closureId } = await stored([sent, pending])
    const session = aNewSession()
    await store().register([session])
    await end(store(), [session.id], { deliveries: () => [aNewDelivery()] })
    await store().advanceDeliveries([{ deliveryId: sent.id, to: 'sent', at: now }])

    const counts = await store().countDeliveries([closureId, 'no such closure'])

    const none = { total: 0, pending: 0, sent: 0, acknowledged: 0, verified: 0, refused: 0, unreachable: 0 }
    expect(counts.get(closureId)).toEqual({ ...none, total: 2, pending: 1, sent: 1 })
    expect(counts.get('no such closure')).toEqual(none)
  })

  test('a retry makes the unreachable ones of that closure pending and due', async () => {
    const [unreachable, refused] = [aNewDelivery(), aNewDelivery()]
    const { closureId } = await stored([unreachable, refused])
    const elsewhere = aNewDelivery()
    await stored([elsewhere])
    await store().advanceDeliveries([
      { deliveryId: unreachable.id, to: 'unreachable', at: now, cause: 'away', isAttempt: true },
      { deliveryId: refused.id, to: 'refused', at: now, cause: '503' },
      { deliveryId: elsewhere.id, to: 'unreachable', at: now, cause: 'away' },
    ])

    const retried = await store().retryDeliveries({ closureId }, minutesLater(1), 10)

    expect(retried).toEqual({ retried: 1, closureIds: [closureId] })
    expect(await store().deliveryById(unreachable.id)).toMatchObject({
      status: 'pending',
      nextAttemptAt: minutesLater(1),
      cause: '',
      attempts: 1,
    })
    expect(await store().deliveryById(refused.id)).toMatchObject({ status: 'refused', cause: '503' })
    expect(ids(await store().dueDeliveries(minutesLater(1), 10, allRoom))).toEqual([unreachable.id])
  })

  test('a retry while an attempt is under way stays due, and its recipient is tried, when that attempt finds nobody', async () => {
    const recipient = newId('vpn')
    const some = Array.from({ length: 4 }, () => aNewDelivery({ channel: 'radius-disconnect', recipient }))
    await stored(some)
    const [delivery] = some
    const fail = (deliveryId: string, begunAt: Date, at: Date): DeliveryStep => ({
      deliveryId,
      to: 'unreachable',
      begunAt,
      at,
      cause: 'No answer.',
      isAttempt: true,
      nextAttemptAt: minutesLater(60),
      silence: { chance: 0 },
    })
    await store().advanceDeliveries(some.slice(0, 3).map(({ id }) => fail(id, now, now)))
    const asked = minutesLater(2)

    await store().retryDeliveries({ deliveryId: delivery?.id ?? '' }, asked, 10)
    await store().advanceDeliveries([fail(delivery?.id ?? '', minutesLater(1), minutesLater(3))])

    expect(await store().deliveryById(delivery?.id ?? '')).toMatchObject({
      status: 'pending',
      nextAttemptAt: asked,
      attempts: 2,
      cause: '',
    })
    const room = { ...allRoom, atOnce: { 'radius-disconnect': 4 } }
    expect(ids(await store().dueDeliveries(minutesLater(3), 10, room))).toContain(delivery?.id)
  })

  test('a retry of one delivery takes its refusal back; what was told or does not exist stays as it is', async () => {
    const [refused, told] = [aNewDelivery(), aNewDelivery()]
    const { closureId } = await stored([refused, told])
    await store().advanceDeliveries([
      { deliveryId: refused.id, to: 'refused', at: now, cause: '401' },
      { deliveryId: told.id, to: 'sent', at: now },
    ])
    const retry = (deliveryId: string) => store().retryDeliveries({ deliveryId }, minutesLater(1), 10)

    expect(await retry(refused.id)).toEqual({ retried: 1, closureIds: [closureId] })
    expect(await retry(told.id)).toEqual({ retried: 0, closureIds: [] })
    expect(await retry('no such delivery')).toEqual({ retried: 0, closureIds: [] })
    expect(await store().deliveryById(refused.id)).toMatchObject({ status: 'pending', nextAttemptAt: minutesLater(1) })
    expect(await store().deliveryById(told.id)).toMatchObject({ status: 'sent', nextAttemptAt: null })
  })
})
