import { aNewSession } from '@curfew/registry/cast'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aNewDelivery, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore, type TestedStore } from './stores.ts'

/** End so many sessions of a source at once; the ids of their deliveries, in the order of the batch. */
async function close(store: TestedStore, sourceId: string, count: number, at = now): Promise<string[]> {
  const sessions = Array.from({ length: count }, () => aNewSession({ sourceId }))
  await store.register(sessions)
  const deliveries = new Map(
    sessions.map(({ id }) => [id, aNewDelivery({ channel: 'guard-feed', recipient: sourceId })]),
  )
  await end(
    store,
    sessions.map(({ id }) => id),
    {
      at,
      deliveries: (id) => {
        const delivery = deliveries.get(id)
        return delivery ? [delivery] : []
      },
    },
  )
  return Array.from(deliveries.values(), ({ id }) => id)
}

const placesOf = async (store: TestedStore, sourceId: string, position: number, limit = 100) =>
  (await store.feedAfter(sourceId, position, limit)).map(({ id, feedPosition }) => [feedPosition, id])

forEachStore('feeds', (store) => {
  test('each source has positions of its own, which rise by one in the order in which its sessions were ended', async () => {
    const [portal, shop] = [newId('source'), newId('source')]

    const [first, second] = await close(store(), portal, 2)
    const [elsewhere] = await close(store(), shop, 1)
    const [third] = await close(store(), portal, 1)

    expect(await placesOf(store(), portal, 0)).toEqual([
      [1, first],
      [2, second],
      [3, third],
    ])
    expect(await placesOf(store(), shop, 0)).toEqual([[1, elsewhere]])
    expect(await store().feedBounds(portal)).toEqual({ position: 3, forgottenUpTo: 0 })
    expect(await store().feedBounds('no such source')).toEqual({ position: 0, forgottenUpTo: 0 })
    expect((await store().deliveryById(third ?? ''))?.feedPosition).toBe(3)
  })

  test('a delivery of another channel has no place in a feed', async () => {
    const sourceId = newId('source')
    const session = aNewSession({ sourceId })
    const delivery = aNewDelivery({ channel: 'radius-disconnect', recipient: sourceId })
    await store().register([session])

    await end(store(), [session.id], { deliveries: () => [delivery] })

    expect((await store().deliveryById(delivery.id))?.feedPosition).toBe(null)
    expect(await store().feedAfter(sourceId, 0, 10)).toEqual([])
  })

  test('a session that had ended already takes no place', async () => {
    const sourceId = newId('source')
    const session = aNewSession({ sourceId })
    await store().register([session])
    const toFeed = () => [aNewDelivery({ channel: 'guard-feed', recipient: sourceId })]

    await end(store(), [session.id], { deliveries: toFeed })
    await end(store(), [session.id], { deliveries: toFeed })

    expect(await store().feedBounds(sourceId)).toMatchObject({ position: 1 })
  })

  test('a feed is read piece by piece from any place', async () => {
    const sourceId = newId('source')
    const ids = await close(store(), sourceId, 5)

    const pieces = [
      await placesOf(store(), sourceId, 1, 2),
      await placesOf(store(), sourceId, 3, 2),
      await placesOf(store(), sourceId, 5, 2),
    ]

    expect(pieces.map((piece) => piece.map(([, id]) => id))).toEqual([[ids[1], ids[2]], [ids[3], ids[4]], []])
  })

  test('what is forgotten leaves a gap that is known, and positions are never used again', async () => {
    const sourceId = newId('source')
    await close(store(), sourceId, 2, minutesLater(-60))
    const [kept] = await close(store(), sourceId, 1)

    await store().forgetEnded(minutesLater(-30), 100)
    const bounds = await store().feedBounds(sourceId)
    await store().forgetEnded(minutesLater(30), 100)
    const [later] = await close(store(), sourceId, 1)

    expect(bounds).toEqual({ position: 3, forgottenUpTo: 2 })
    expect(kept).toBeDefined()
    expect(await placesOf(store(), sourceId, 0)).toEqual([[4, later]])
    expect(await store().feedBounds(sourceId)).toEqual({ position: 4, forgottenUpTo: 3 })
  })

  test('acknowledging up to a place acknowledges all before it, once, in bounded steps', async () => {
    const sourceId = newId('source')
    const ids = await close(store(), sourceId, 5)

    const steps = [
      await store().acknowledgeFeed(sourceId, 4, minutesLater(1), 3),
      await store().acknowledgeFeed(sourceId, 4, minutesLater(2), 3),
      await store().acknowledgeFeed(sourceId, 4, minutesLater(3), 3),
      // Nobody can have applied what there is not.
      await store().acknowledgeFeed(sourceId, 1_000, minutesLater(4), 3),
    ]
    const [next] = await close(store(), sourceId, 1)

    expect(steps.map((step) => step.map(({ id }) => id))).toEqual([ids.slice(0, 3), ids.slice(3, 4), [], ids.slice(4)])
    const acknowledgedAt = steps.flat().map((delivery) => [delivery.status, delivery.acknowledgedAt])
    expect(acknowledgedAt).toEqual([1, 1, 1, 2, 4].map((minutes) => ['acknowledged', minutesLater(minutes)]))
    expect((await store().deliveryById(next ?? ''))?.status).toBe('pending')
    expect(await store().acknowledgeFeed('no such source', 9, now, 3)).toEqual([])
  })

  test('a source proves its own deliveries only', async () => {
    const [portal, shop] = [newId('source'), newId('source')]
    const [own] = await close(store(), portal, 1)
    const [foreign] = await close(store(), shop, 1)

    const verified = await store().verifyFeed(portal, [own ?? '', foreign ?? '', 'no such delivery'], minutesLater(1))

    expect(verified.map(({ id, status, verifiedAt }) => [id, status, verifiedAt])).toEqual([
      [own, 'verified', minutesLater(1)],
    ])
    expect((await store().deliveryById(foreign ?? ''))?.status).toBe('pending')
  })

  test('whatever is closed, forgotten and acknowledged in whatever order: a reader that resumes misses nothing', {
    timeout: 30_000,
  }, async () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('close' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ do: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ do: fc.constant('forget' as const) }),
      fc.record({ do: fc.constant('acknowledge' as const), limit: fc.integer({ min: 1, max: 2 }) }),
    )
    const property = fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
      const sourceId = newId('source')
      const all: string[] = []
      const read: string[] = []
      let cursor = 0
      for (const [minute, one] of acts.entries()) {
        if (one.do === 'close') all.push(...(await close(store(), sourceId, one.count, minutesLater(minute))))
        else if (one.do === 'forget') await store().forgetEnded(minutesLater(minute - 4), 100)
        else if (one.do === 'acknowledge') await store().acknowledgeFeed(sourceId, cursor, now, one.limit)
        else {
          const { position, forgottenUpTo } = await store().feedBounds(sourceId)
          expect(position).toBe(all.length)
          // Below the gap a reader is told so and begins anew behind what there was.
          if (cursor < forgottenUpTo) {
            cursor = position
            read.splice(0, read.length, ...all)
          }
          const piece = await store().feedAfter(sourceId, cursor, one.limit)
          read.push(...piece.map(({ id }) => id))
          cursor = piece.at(-1)?.feedPosition ?? cursor
        }
        expect(read).toEqual(all.slice(0, cursor))
      }
    })

    await fc.assert(property, { numRuns: 60 })
  })
})
