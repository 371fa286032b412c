import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession } from './cast/index.ts'
import { ownSource } from './session.ts'
import { createSweeper, forgetEnded, sweepExpired } from './sweep.ts'

const minute = 60_000

test('a sweep ends what is beyond a limit, says which, tells those concerned, and leaves the rest', async () => {
  const { ports, store, time, aborted, changes, seen } = aRegistry()
  const now = time.clock()
  const idle = aNewSession({ loggedOnAt: now, kind: 'security-console', sourceId: ownSource.id })
  const old = aNewSession({ loggedOnAt: now, idleLimitSeconds: 9_000, absoluteLimitSeconds: 60 })
  const fresh = aNewSession({ loggedOnAt: now, idleLimitSeconds: 9_000 })
  const hidden = aNewSession({ loggedOnAt: now, kind: 'authentication-agent' })
  await registerSessions(ports, [idle, old, fresh, hidden])
  changes.length = 0
  time.advance(30 * minute)

  expect(await sweepExpired(ports)).toBe(3)
  expect(await sweepExpired(ports)).toBe(0)

  const endings = await Promise.all(
    [idle, old, fresh, hidden].map(async ({ id }) => (await store.sessionById(id))?.ending),
  )
  expect(endings).toEqual(['idle-limit', 'absolute-limit', null, 'idle-limit'])
  expect(changes.flatMap(({ ended = [] }) => ended)).toEqual([
    { id: idle.id, ending: 'idle-limit' },
    { id: old.id, ending: 'absolute-limit' },
  ])
  expect(aborted).toMatchObject([{ sessionIds: [idle.id], farewell: { ending: 'idle-limit' } }])
  expect(await store.deliveriesOfSession(idle.id)).toMatchObject([{ channel: 'event-stream', closureId: null }])
  expect(seen.wakes).toBe(2)
})

test('a sweep of thousands ends them all', async () => {
  const { ports, time } = aRegistry()
  await registerSessions(
    ports,
    Array.from({ length: 2_345 }, () => aNewSession({ loggedOnAt: time.clock() })),
  )
  time.advance(30 * minute)

  expect(await sweepExpired(ports)).toBe(2_345)
})

test('what ended long ago is forgotten, its closure is not', async () => {
  const { ports, store, time } = aRegistry()
  const [early, late] = [aNewSession(), aNewSession({ idleLimitSeconds: 99_999, absoluteLimitSeconds: 99_999 })]
  await registerSessions(ports, [early, late])
  const closure = await closeSessions(ports, [early.id])
  time.advance(minute)

  expect(await forgetEnded(ports, closure.orderedAt)).toBe(0)
  expect(await forgetEnded(ports, time.clock())).toBe(1)

  expect(await store.sessionById(early.id)).toBeUndefined()
  expect(await store.sessionById(late.id)).toBeDefined()
  expect(await store.closureById(closure.id)).toEqual(closure)
})

test('a sweeper sweeps every second until it is stopped, whatever fails in between', async () => {
  const failing = aFailingStore(createMemoryStore(), ['expiredSessions'], new Error('The disk is full.'))
  const { ports, store, time } = aRegistry({ store: failing.store })
  const errors: unknown[] = []
  const session = aNewSession({ loggedOnAt: time.clock(), idleLimitSeconds: 1 })
  await registerSessions(ports, [session])
  const sweeper = createSweeper(ports, { setTimer: time.setTimer, onError: (error) => errors.push(error) })
  const nextRun = () => expect.poll(() => time.nextTimerMs, { interval: 1 }).toBeLessThanOrEqual(1_000)

  await nextRun()
  time.advance(1_000)
  await expect.poll(() => errors.length, { interval: 1 }).toBe(1)
  failing.mend()
  await nextRun()
  time.advance(1_000)
  await expect.poll(async () => (await store.sessionById(session.id))?.ending, { interval: 1 }).toBe('idle-limit')

  await sweeper.stop()
  expect(time.nextTimerMs).toBeUndefined()
})

test('a sweeper finishes a closure that a failing store had stopped', async () => {
  const failing = aFailingStore(createMemoryStore(), ['endSessions'], new Error('The disk is full.'))
  const { ports, store, time } = aRegistry({ store: failing.store })
  const session = aNewSession({ loggedOnAt: time.clock() })
  await registerSessions(ports, [session])
  await expect(closeSessions(ports, [session.id])).rejects.toThrow('The disk is full.')
  failing.mend()

  const sweeper = createSweeper(ports, { everyMs: 60 * minute, setTimer: time.setTimer })
  time.advance(10_000)

  await expect.poll(async () => (await store.closures(1, null)).items[0]?.state, { interval: 1 }).toBe('done')
  await sweeper.stop()
})
