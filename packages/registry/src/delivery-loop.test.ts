import { createMemoryStore, type MemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aChannel, aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import { createDeliveryLoop, type DeliveryLoop } from './delivery-loop.ts'
import type { LogoffChannel, TellOutcome } from './ports.ts'
import { retry } from './retry.ts'
import { ownSource } from './session.ts'

const guarded = (sourceId: string) => aNewSession({ sourceId, source: sourceId })
const atConsole = () => aNewSession({ kind: 'security-console', sourceId: ownSource.id, source: ownSource.name })

function aLoop(channels: readonly LogoffChannel[], store: MemoryStore = createMemoryStore()) {
  const wake: { now: DeliveryLoop['wake'] } = { now: () => {} }
  const errors: unknown[] = []
  const registry = aRegistry({ channels, store, wakeDeliveries: (asked) => wake.now(asked) })
  const { ports, time } = registry
  const loop = createDeliveryLoop(ports, {
    setTimer: time.setTimer,
    random: () => 0,
    onError: (error) => errors.push(error),
  })
  wake.now = loop.wake
  const statuses = async (closureId: string) => {
    const { items } = await store.receipts(closureId, [], 10_000, null)
    return items.map(({ recipient, status }) => `${recipient} ${status}`).sort()
  }
  const close = async (sessions: readonly ReturnType<typeof aNewSession>[]) => {
    await registerSessions(ports, sessions)
    const closure = await closeSessions(
      ports,
      sessions.map(({ id }) => id),
    )
    return closure.id
  }
  const sees = (closureId: string, expected: readonly string[]) =>
    expect.poll(() => statuses(closureId), { interval: 1, timeout: 5_000 }).toEqual(expected)
  return { ...registry, loop, errors, close, sees, statuses }
}

test('a closure is told as soon as it is stored', async () => {
  const { close, sees, loop } = aLoop([aChannel('guard-feed')])

  const closureId = await close([guarded('portal')])

  await sees(closureId, ['portal sent'])
  await loop.stop()
})

test('a channel that never answers, and a recipient that never does, hold up nobody else', async () => {
  const feed = aChannel('guard-feed')
  const never = new Promise<never>(() => {})
  let handedToDead = 0
  const tell: LogoffChannel['tell'] = (logoffs) => {
    if (logoffs[0]?.session.sourceId !== 'dead') return feed.tell(logoffs)
    handedToDead += logoffs.length
    return never
  }
  const { close, sees, loop, time } = aLoop([
    { channel: 'radius-disconnect', tell: () => never },
    { channel: 'guard-feed', tell },
    aChannel('event-stream'),
  ])
  await close(Array.from({ length: 2_500 }, () => guarded('dead')))
  const console = atConsole()

  const closureId = await close([aNewSession({ kind: 'radius', sourceId: 'vpn-1' }), guarded('portal'), console])

  await sees(closureId, [`${console.id} sent`, 'portal sent', 'vpn-1 pending'].sort())
  expect(handedToDead).toBe(1_000)
  const stopped = loop.stop()
  await expect.poll(() => time.nextTimerMs, { interval: 1 }).toBeDefined()
  time.advance(1_000)
  await stopped
})

test('an unreachable recipient is tried again when its time has come', async () => {
  const outcomes: TellOutcome[] = [{ to: 'unreachable', cause: 'No answer.' }, { to: 'acknowledged' }]
  const { close, sees, loop, time } = aLoop([aChannel('guard-feed', () => outcomes.shift() ?? { to: 'sent' })])

  const closureId = await close([guarded('portal')])
  await sees(closureId, ['portal unreachable'])
  await expect.poll(() => time.nextTimerMs, { interval: 1 }).toBe(500)
  time.advance(500)

  await sees(closureId, ['portal acknowledged'])
  await loop.stop()
})

test('who asks for another try while one is under way gets it: the recipient is asked again at once, and then once more', async () => {
  const answers: ((outcome: TellOutcome) => void)[] = []
  const hurried: string[] = []
  const nas: LogoffChannel = {
    channel: 'radius-disconnect',
    atOnce: 4,
    tell: (logoffs) => new Promise((resolve) => answers.push((outcome) => resolve(logoffs.map(() => outcome)))),
    hurry: (ids) => hurried.push(...ids),
  }
  const { close, sees, loop, time, ports, store } = aLoop([nas])
  const session = aNewSession({ kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })
  const closureId = await close([session])
  await expect.poll(() => answers.length, { interval: 1 }).toBe(1)
  const [delivery] = await store.deliveriesOfSession(session.id)
  const deliveryId = delivery?.id ?? ''

  time.advance(10_000)
  await retry(ports, [{ channel: 'radius-disconnect', recipient: 'vpn-2' }], 'vpn-2', anActor())
  await retry(ports, [{ deliveryId }], deliveryId, anActor())
  time.advance(10_000)
  answers[0]?.({ to: 'unreachable', cause: 'No answer.' })
  // No timer has to run out for it.
  await expect.poll(() => answers.length, { interval: 1 }).toBe(2)
  answers[1]?.({ to: 'acknowledged' })

  await sees(closureId, ['vpn-1 acknowledged'])
  expect(hurried).toEqual([deliveryId])
  expect(await store.deliveryById(deliveryId)).toMatchObject({ attempts: 2 })
  await loop.stop()
})

test('what was due when a process ended is told by the next one', async () => {
  const store = createMemoryStore()
  const before = aLoop([], store)
  await before.loop.stop()
  const closureId = await before.close([guarded('portal'), guarded('shop')])

  const after = aLoop([aChannel('guard-feed')], store)
  after.loop.wake()

  await after.sees(closureId, ['portal sent', 'shop sent'])
  await after.loop.stop()
})

test('a store that fails for a while stops the loop for a second, not for good', async () => {
  const failing = aFailingStore(createMemoryStore(), ['dueDeliveries'], new Error('The disk is full.'))
  const { close, sees, loop, time, errors } = aLoop([aChannel('guard-feed')], failing.store)

  const closureId = await close([guarded('portal')])
  await expect.poll(() => errors.length, { interval: 1 }).toBeGreaterThan(0)
  failing.mend()
  await expect.poll(() => time.nextTimerMs, { interval: 1 }).toBeDefined()
  time.advance(1_000)

  await sees(closureId, ['portal sent'])
  await loop.stop()
})

test('once it has stopped the store is not touched, and what was not stored stays due', async () => {
  const answers: (() => void)[] = []
  const slow: LogoffChannel = {
    channel: 'guard-feed',
    tell: (logoffs) => new Promise((resolve) => answers.push(() => resolve(logoffs.map(() => ({ to: 'sent' }))))),
  }
  const { close, loop, time, store, statuses } = aLoop([slow])
  const closureId = await close([guarded('portal')])
  await expect.poll(() => answers.length, { interval: 1 }).toBe(1)

  const stopped = loop.stop()
  await expect.poll(() => time.nextTimerMs, { interval: 1 }).toBe(1_000)
  time.advance(1_000)
  await stopped
  for (const answer of answers) answer()
  loop.wake()

  expect(await statuses(closureId)).toEqual(['portal pending'])
  expect(await store.dueDeliveries(time.clock(), 10, { atOnce: {}, underWay: new Map() })).toHaveLength(1)
})

test('whoever is told one by one is told of the next while the store is slow to take what it has heard', async () => {
  const slow = createMemoryStore()
  const writes: (() => void)[] = []
  const advance = slow.advanceDeliveries.bind(slow)
  slow.advanceDeliveries = async (steps) => {
    await new Promise<void>((resolve) => writes.push(resolve))
    return advance(steps)
  }
  const nas = aChannel('radius-disconnect', () => ({ to: 'acknowledged' }))
  const { close, sees, loop } = aLoop([{ ...nas, atOnce: 4 }], slow)

  const closureId = await close(
    Array.from({ length: 20 }, () => aNewSession({ kind: 'radius', sourceId: 'vpn', source: 'vpn' })),
  )
  await expect.poll(() => nas.told.length, { interval: 1 }).toBe(20)
  const written = writes.length
  const answering = setInterval(() => {
    for (const answer of writes.splice(0)) answer()
  }, 1)
  await sees(closureId, Array<string>(20).fill('vpn acknowledged'))
  clearInterval(answering)
  await loop.stop()

  expect(written).toBe(1)
  expect(new Set(nas.told.map(({ delivery }) => delivery.id)).size).toBe(20)
  expect(nas.told).toHaveLength(20)
})

test('stopping waits until what was told quickly is stored', async () => {
  const feed = aChannel('guard-feed')
  const { close, loop, statuses } = aLoop([feed])
  const closureId = await close(Array.from({ length: 1_500 }, () => guarded('portal')))

  await loop.stop()

  const sent = (await statuses(closureId)).filter((one) => one === 'portal sent')
  expect(sent.length).toBe(feed.told.length)
  expect(sent.length).toBeGreaterThan(0)
})
