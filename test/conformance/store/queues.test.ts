import type { DeliveryStep, NewDelivery, Room } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aNewDelivery, end, ids, minutesLater, newId, now, storedWith } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('queues', (store) => {
  const stored = storedWith(store)
  const allRoom: Room = { atOnce: {}, underWay: new Map() }
  const queueNamed = async (channel: string, recipient: string) =>
    (await store().recipientQueues()).find((queue) => queue.channel === channel && queue.recipient === recipient)

  test('due deliveries come recipient by recipient, of each the oldest first and no more than there is room for', async () => {
    const nas = (recipient: string, minutes: number | null) =>
      aNewDelivery({
        channel: 'radius-disconnect',
        recipient,
        nextAttemptAt: minutes === null ? null : minutesLater(minutes),
      })
    const [late, early, other, waiting, silent] = [
      nas('vpn-1', 2),
      nas('vpn-1', 1),
      nas('vpn-2', 1.5),
      nas('vpn-2', 5),
      nas('vpn-3', null),
    ]
    await stored([late, early, other, waiting, silent])
    const due = async (limit: number, room: Partial<Room> = {}) =>
      ids(await store().dueDeliveries(minutesLater(2), limit, { ...allRoom, ...room }))

    expect(await due(10)).toEqual([early.id, late.id, other.id])
    expect(await due(1)).toEqual([early.id])
    expect(await due(10, { atOnce: { 'radius-disconnect': 1 } })).toEqual([early.id, other.id])
    const underWay = new Map([['radius-disconnect vpn-1', 1]])
    expect(await due(10, { atOnce: { 'radius-disconnect': 1 }, underWay })).toEqual([other.id])
    expect(await due(1, { atOnce: { 'radius-disconnect': 2 }, underWay })).toEqual([early.id, late.id])
    expect(await store().dueDeliveries(minutesLater(0), 10, allRoom)).toEqual([])
  })

  test('all browsers wait in one queue, and none for another', async () => {
    const deliveries = [aNewDelivery({ nextAttemptAt: minutesLater(1) }), aNewDelivery({ nextAttemptAt: now })]
    await stored(deliveries)

    const due = await store().dueDeliveries(minutesLater(1), 10, { atOnce: { 'event-stream': 1 }, underWay: new Map() })

    expect(ids(due)).toEqual([deliveries[1]?.id])
    expect(await queueNamed('event-stream', '')).toBeUndefined()
  })

  test('the next recipient that has something due later says when', async () => {
    const due = async (minutes: number) => (await store().nextDueAt(minutesLater(minutes)))?.getTime()
    await stored([
      aNewDelivery({ channel: 'radius-disconnect', recipient: 'vpn-4', nextAttemptAt: minutesLater(1) }),
      aNewDelivery({ channel: 'radius-disconnect', recipient: 'vpn-5', nextAttemptAt: minutesLater(3) }),
    ])

    expect(await due(0)).toBe(minutesLater(1).getTime())
    expect(await due(1)).toBe(minutesLater(3).getTime())
    expect(await due(3)).toBeUndefined()
  })

  test('a recipient that does not answer three times is tried by a few only; what it had put off is due when it answers', async () => {
    const some = Array.from({ length: 5 }, () => aNewDelivery({ channel: 'radius-disconnect', recipient: 'vpn-6' }))
    await stored(some)
    const [first = '', second = '', third = ''] = some.map(({ id }) => id)
    const fail = (deliveryId: string, at: Date): DeliveryStep => ({
      deliveryId,
      to: 'unreachable',
      at,
      cause: 'No answer.',
      isAttempt: true,
      nextAttemptAt: minutesLater(60),
      silence: { chance: 0 },
    })

    await store().advanceDeliveries([fail(first, now), fail(second, now), fail(third, now)])
    const open = await queueNamed('radius-disconnect', 'vpn-6')
    const next = await store().nextDueAt(now)
    const whileOpen = await store().dueDeliveries(now, 10, allRoom)
    const probes = await store().dueDeliveries(minutesLater(1), 10, allRoom)
    await store().advanceDeliveries([
      { deliveryId: some[3]?.id ?? '', to: 'acknowledged', at: minutesLater(1), isAttempt: true },
    ])

    expect(open).toMatchObject({ failures: 3, silentSince: now, cause: 'No answer.', waiting: 5, givenUp: 0 })
    expect(open?.probeAt).toEqual(new Date(now.getTime() + 1_000))
    expect(whileOpen).toEqual([])
    expect(next).toEqual(open?.probeAt)
    expect(ids(probes)).toEqual([some[3]?.id, some[4]?.id])
    expect(await queueNamed('radius-disconnect', 'vpn-6')).toMatchObject({
      probeAt: null,
      silentSince: null,
      waiting: 4,
    })
    expect(ids(await store().dueDeliveries(minutesLater(1), 10, allRoom)).toSorted()).toEqual(
      [first, second, third, some[4]?.id ?? ''].toSorted(),
    )
  })

  test('what waits for a silent recipient for a day is given up, and is tried again when somebody asks for it', async () => {
    const some = Array.from({ length: 4 }, () => aNewDelivery({ channel: 'radius-disconnect', recipient: 'vpn-7' }))
    const { closureId } = await stored(some)
    const vpn = { channel: 'radius-disconnect', recipient: 'vpn-7' } as const
    const dayLater = minutesLater(24 * 60)
    const answered = await store().giveUpExpired(vpn, dayLater, 10)
    await store().advanceDeliveries(
      some.slice(0, 3).map(({ id }) => ({
        deliveryId: id,
        to: 'unreachable',
        at: now,
        cause: 'No answer.',
        isAttempt: true,
        nextAttemptAt: now,
        silence: { chance: 0 },
      })),
    )

    const early = await store().giveUpExpired(vpn, minutesLater(24 * 60 - 1), 10)
    const firstThree = await store().giveUpExpired(vpn, dayLater, 3)
    const last = await store().giveUpExpired(vpn, dayLater, 3)
    const givenUp = await queueNamed('radius-disconnect', 'vpn-7')
    const retried = await store().retryDeliveries(vpn, dayLater, 10)

    expect([answered, early]).toEqual([[], []])
    expect([firstThree.length, last.length]).toEqual([3, 1])
    expect(last[0]).toMatchObject({
      status: 'unreachable',
      cause: 'No answer.',
      givenUpAt: dayLater,
      nextAttemptAt: null,
    })
    expect(givenUp).toMatchObject({ waiting: 0, givenUp: 4 })
    expect(retried).toEqual({ retried: 4, closureIds: [closureId] })
    expect(await queueNamed('radius-disconnect', 'vpn-7')).toMatchObject({ waiting: 4, givenUp: 0, probeAt: dayLater })
    expect(await store().dueDeliveries(dayLater, 10, allRoom)).toHaveLength(2)
    expect(await store().giveUpExpired(vpn, minutesLater(1, dayLater), 10)).toEqual([])
  })

  test('what is given up is listed recipient by recipient, the newest first, page by page, and none of it that is not listed', async () => {
    const source = newId('vpn')
    const giveUp = (delivery: NewDelivery): DeliveryStep => ({
      deliveryId: delivery.id,
      to: 'unreachable',
      at: now,
      cause: 'No answer.',
      nextAttemptAt: null,
      isGivenUp: true,
    })
    const nas = (part: string) =>
      aNewDelivery({ channel: 'radius-disconnect', recipient: `${source} ${part}`, recipientName: source })
    const [old, other, young, waiting] = [nas('one'), nas('two'), nas('one'), nas('one')]
    const unlisted = nas('one')
    const hidden = aNewSession({ kind: 'operations-console', superAdminCredentials: false })
    await store().register([hidden])
    const { sessionId, closureId } = await stored([old, other, young, waiting])
    await end(store(), [hidden.id], { deliveries: () => [unlisted] })
    const browser = aNewDelivery()
    await stored([browser])
    await store().advanceDeliveries([old, other, young, unlisted, browser].map(giveUp))

    const all = await store().givenUpRecipients()
    const mine = all.filter(({ recipient }) => recipient.startsWith(source))
    const first = await store().givenUp(mine, 2, null)
    const rest = await store().givenUp(mine, 2, first.nextCursor)
    const [one] = mine

    expect(all.map(({ channel }) => channel)).not.toContain('event-stream')
    expect(mine).toEqual([
      { channel: 'radius-disconnect', recipient: `${source} one`, name: source, givenUp: 2 },
      { channel: 'radius-disconnect', recipient: `${source} two`, name: source, givenUp: 1 },
    ])
    expect([ids(first.items), ids(rest.items), rest.nextCursor]).toEqual([[young.id, old.id], [other.id], null])
    expect(first.items[0]).toMatchObject({ sessionId, closureId, userId: 'ada', cause: 'No answer.', givenUpAt: now })
    expect(ids((await store().givenUp(one ? [one] : [], 10, null)).items)).toEqual([young.id, old.id])
    expect((await store().givenUp([], 10, null)).items).toEqual([])
    await expect(store().givenUp(mine, 2, 'nonsense')).rejects.toThrow(
      expect.objectContaining({ code: 'invalid-request' }),
    )
    expect([await store().receiptById(unlisted.id), (await store().receiptById(old.id))?.id]).toEqual([
      undefined,
      old.id,
    ])
  })

  test('what is not listed is told like everything else, and not counted among what waits', async () => {
    const session = aNewSession({ kind: 'operations-console', superAdminCredentials: false })
    await store().register([session])
    const delivery = aNewDelivery({ channel: 'back-channel', recipient: 'portal' })

    await end(store(), [session.id], { deliveries: () => [delivery] })

    expect(await queueNamed('back-channel', 'portal')).toMatchObject({ waiting: 0, givenUp: 0 })
    expect(ids(await store().dueDeliveries(now, 10, allRoom))).toEqual([delivery.id])
  })

  test('a hundred thousand that wait for one silent recipient are not in the way of another', async () => {
    const source = 'vpn-8'
    const sessions = Array.from({ length: 50 }, () => aNewSession({ kind: 'radius', sourceId: source, source }))
    await store().register(sessions)
    const many = () =>
      Array.from({ length: 2_000 }, () => aNewDelivery({ channel: 'radius-disconnect', recipient: source }))
    for (const { id } of sessions) await end(store(), [id], { deliveries: many })
    const other = aNewDelivery({ channel: 'radius-disconnect', recipient: 'vpn-9', nextAttemptAt: minutesLater(1) })
    await stored([other])
    const room = { atOnce: { 'radius-disconnect': 64 }, underWay: new Map([[`radius-disconnect ${source}`, 64]]) }
    await store().dueDeliveries(minutesLater(1), 1_000, room)

    for (let count = 0; count < 20; count += 1)
      expect(ids(await store().dueDeliveries(minutesLater(1), 1_000, room))).toEqual([other.id])
    expect(await queueNamed('radius-disconnect', source)).toMatchObject({ waiting: 100_000 })
  })
})
