import { expect, test } from 'vitest'
import { closeSessions, unaborted } from '../a-registry.test-kit.ts'
import { anActor, aSignalHouse } from './a-signals.test-kit.ts'
import { verifySignalStream } from './notices.ts'
import { pollSignals } from './poll.ts'
import { setStreamStatus, streamOf } from './streams.ts'

const atOnce = { returnImmediately: true }

async function aPolledHouse(sessions = 3) {
  const house = aSignalHouse()
  const receiver = await house.poller({ id: 'poller' })
  const ids = await house.open(...Array.from({ length: sessions }, () => ({})))
  await closeSessions(house.ports, ids)
  const poll = async (asked: Parameters<typeof pollSignals>[2], signal = unaborted) =>
    pollSignals(house.ports, await house.asNow(receiver), asked, signal)
  return { ...house, receiver, ids, poll }
}

test('a poll gets what was not taken, oldest first, as many as it wants, and hears that there is more', async () => {
  const { poll, ids } = await aPolledHouse()

  const some = await poll({ ...atOnce, maxEvents: 2 })
  const all = await poll(atOnce)

  expect(some).toMatchObject({ moreAvailable: true })
  expect(some.sets).toEqual(all.sets.slice(0, 2))
  expect(all.sets.map(([jti]) => jti)).toEqual(all.sets.map(([jti]) => jti).toSorted())
  expect(all.sets.map(([, set]) => set).toSorted()).toEqual(ids.map((id) => `poller logoff ${id}`).toSorted())
  expect(all.moreAvailable).toBe(false)
})

test('a SET comes again until it is acknowledged, and once sent its receipt says so', async () => {
  const { poll, signalsOf, ids, time } = await aPolledHouse(1)
  const [id = ''] = ids

  const [first] = (await poll(atOnce)).sets
  const sent = await signalsOf(id)
  time.advance(1_000)
  const again = await poll(atOnce)
  const after = await poll({ ...atOnce, ack: [first?.[0] ?? ''] })

  expect(sent).toMatchObject([{ status: 'sent', attempts: 1 }])
  expect(again.sets).toEqual([first])
  expect(after.sets).toEqual([])
  expect(await signalsOf(id)).toMatchObject([{ status: 'acknowledged', attempts: 1, acknowledgedAt: time.clock() }])
})

test('what a receiver reports as an error is refused, in its words', async () => {
  const { poll, signalsOf, ids, asNow } = await aPolledHouse(1)
  const [id = ''] = ids
  const [jti = ''] = (await poll(atOnce)).sets[0] ?? []

  await poll({ maxEvents: 0, setErrs: { [jti]: { err: 'invalid_key', description: 'Your key has expired' } } })

  expect(await signalsOf(id)).toMatchObject([{ status: 'refused', cause: 'invalid_key: Your key has expired' }])
  expect((await asNow({ id: 'poller' })).facts.lastResult).toMatchObject({ isAccepted: false })
})

test('nobody acknowledges what is another’s, nor what never was', async () => {
  const { poll, signalsOf, ids, poller, ports, store } = await aPolledHouse(1)
  const [jti = ''] = (await poll(atOnce)).sets[0] ?? []
  const thief = await poller({ id: 'thief' })
  const others = (await store.deliveriesOfSession(ids[0] ?? '')).map(({ id }) => id)

  const got = await pollSignals(ports, thief, { ...atOnce, ack: [jti, 'no such jti', ...others] }, unaborted)

  expect(got.sets).toEqual([])
  expect(await signalsOf(ids[0] ?? '')).toMatchObject([{ status: 'sent' }])
  expect((await store.deliveriesOfSession(ids[0] ?? '')).every(({ status }) => status !== 'acknowledged')).toBe(true)
})

test('over a paused stream comes nothing but the news of it, and the rest once it is enabled', async () => {
  const { poll, ports, receiver, asNow } = await aPolledHouse(1)
  await setStreamStatus(ports, receiver, { status: 'paused', reason: 'Audit' }, anActor(), true)

  const paused = await poll(atOnce)
  await poll({ maxEvents: 0, ack: paused.sets.map(([jti]) => jti) })
  const quiet = await poll(atOnce)
  await setStreamStatus(ports, await asNow(receiver), { status: 'enabled', reason: '' }, anActor(), false)

  expect(paused.sets.map(([, set]) => set)).toEqual(['poller stream-updated'])
  expect(quiet.sets).toEqual([])
  expect((await poll(atOnce)).sets).toHaveLength(1)
})

test('a verification is polled for like any other SET, and taken when it is acknowledged', async () => {
  const { poll, ports, receiver, asNow } = await aPolledHouse(0)
  await verifySignalStream(ports, receiver, streamOf(receiver, receiver.stream?.id), 'state', anActor(), true)

  const waiting = (await asNow(receiver)).facts.verification
  const { sets } = await poll(atOnce)
  await poll({ maxEvents: 0, ack: sets.map(([jti]) => jti) })

  expect(waiting).toMatchObject({ state: 'waiting' })
  expect(sets.map(([, set]) => set)).toEqual(['poller verification'])
  expect((await asNow(receiver)).facts.verification).toMatchObject({ state: 'accepted' })
})

test('a poll that may be held waits for something, no longer than twenty seconds, and ends with its request', async () => {
  const house = await aPolledHouse(0)
  const begunAt = house.time.clock().getTime()

  const empty = await house.poll({})
  const waitedMs = house.time.clock().getTime() - begunAt
  const gone = AbortSignal.abort()

  expect(empty.sets).toEqual([])
  expect(waitedMs).toBe(20_000)
  expect(await house.poll({}, gone)).toMatchObject({ sets: [] })
})

test('a poll that is held is answered as soon as a session is closed', async () => {
  const house = await aPolledHouse(0)
  const [id = ''] = await house.open({})
  const arrival = async () => void (await closeSessions(house.ports, [id]))
  const ports = { ...house.ports, signals: { ...house.ports.signals, arrival } }

  const { sets } = await pollSignals(ports, house.receiver, {}, unaborted)

  expect(sets.map(([, set]) => set)).toEqual([`poller logoff ${id}`])
})
