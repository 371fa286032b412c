import { CurfewError } from '@curfew/contract'
import { expect, test, vi } from 'vitest'
import { closeSessions } from '../a-registry.test-kit.ts'
import { anActor, aSignalHouse } from './a-signals.test-kit.ts'
import { recognizeSignalReceiver } from './keys.ts'
import { verifySignalStream } from './notices.ts'
import { createSignalReceiver, rotateSignalReceiverKey } from './receivers.ts'
import type { SignalReceiver } from './signal-receiver.ts'
import {
  changeSignalStream,
  createSignalStream,
  deleteSignalStream,
  setSignalStream,
  setStreamStatus,
  streamOf,
} from './streams.ts'

const wanted = {
  name: 'SIEM',
  audience: 'https://siem.example',
  sourceIds: [],
  kinds: [],
  subjectFormat: 'opaque',
  sessionNamedBy: 'session-id',
  userIssuer: null,
  namesTenant: false,
  allowsPrivateAddresses: false,
} as const
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof CurfewError ? error.code : 'fault'),
  )
const idOf = ({ stream }: SignalReceiver) => stream?.id ?? ''

test('a receiver is known by its key as long as that is good, and its key is kept as a hash only', async () => {
  const { ports, store, time } = aSignalHouse()
  const { receiver, key } = await createSignalReceiver(ports, { ...wanted, sourceIds: [], kinds: [] }, anActor())

  const rotated = await rotateSignalReceiverKey(ports, receiver.id, 60, anActor())
  const known = async (text: string) => (await recognizeSignalReceiver(ports, text))?.id ?? null

  expect(await known(key)).toBe(receiver.id)
  expect(await known(rotated.key)).toBe(receiver.id)
  time.advance(61_000)
  expect(await known(key)).toBeNull()
  expect(await known(rotated.key)).toBe(receiver.id)
  for (const nonsense of ['', 'cfs_', `cfs_${'A'.repeat(43)}`, key.replace('cfs_', 'cfk_')])
    expect(await known(nonsense)).toBeNull()
  expect(JSON.stringify(await store.signalReceivers())).not.toContain(rotated.key)
  expect((await store.signalReceiverById(receiver.id))?.facts.lastSeenAt).toEqual(time.clock())
})

test('no two receivers have one name', async () => {
  const { ports } = aSignalHouse()
  const make = () => createSignalReceiver(ports, { ...wanted, sourceIds: [], kinds: [] }, anActor())
  await make()

  expect(await codeOf(make())).toBe('signal-name-taken')
})

test('a stream is set up once, is polled for unless it says otherwise, and keeps its id when it changes', async () => {
  const house = aSignalHouse()
  const receiver = await house.receiver({ stream: null })

  const created = await createSignalStream(house.ports, receiver, {})
  const pushed = { method: 'push', endpointUrl: 'https://r.example/e', authorizationHeader: 'Bearer x' } as const
  const changed = await changeSignalStream(house.ports, created, idOf(created), { delivery: pushed }, 'update')
  const replaced = await changeSignalStream(house.ports, changed, idOf(created), { description: 'ours' }, 'replace')

  expect(created.stream).toMatchObject({ delivery: { method: 'poll' }, eventsRequested: [], description: null })
  expect(changed.stream).toMatchObject({ id: idOf(created), delivery: pushed })
  expect(replaced.stream).toMatchObject({ id: idOf(created), delivery: { method: 'poll' }, description: 'ours' })
  expect(await codeOf(createSignalStream(house.ports, replaced, {}))).toBe('signal-stream-exists')
  expect(() => streamOf(replaced, 'another')).toThrow(CurfewError)
})

test('over a paused stream nothing goes; once it is enabled what waited is due', async () => {
  const house = aSignalHouse()
  const receiver = await house.receiver()
  const [id = ''] = await house.open({})
  const paused = await setStreamStatus(house.ports, receiver, { status: 'paused', reason: '' }, anActor(), false)
  await closeSessions(house.ports, [id])
  const [delivery] = await house.signalsOf(id)
  await house.store.advanceDeliveries([
    { deliveryId: delivery?.id ?? '', to: 'unreachable', at: house.time.clock(), cause: 'paused', nextAttemptAt: null },
  ])
  house.time.advance(60_000)

  await setStreamStatus(house.ports, paused, { status: 'enabled', reason: '' }, anActor(), false)

  expect(await house.signalsOf(id)).toMatchObject([{ status: 'pending', nextAttemptAt: house.time.clock(), cause: '' }])
})

test('what waited for a stream that is disabled, or given up, is over and says why; it does not come back', async () => {
  const house = aSignalHouse()
  const [one, two] = [await house.receiver(), await house.poller()]
  const [id = ''] = await house.open({})
  await closeSessions(house.ports, [id])

  const disabled = await setStreamStatus(house.ports, one, { status: 'disabled', reason: '' }, anActor(), false)
  await setStreamStatus(house.ports, disabled, { status: 'enabled', reason: '' }, anActor(), false)
  await deleteSignalStream(house.ports, two, idOf(two))

  expect(await house.signalsOf(id)).toMatchObject([
    { status: 'refused', nextAttemptAt: null, cause: 'The stream was disabled before it was told.', sentAt: null },
    { status: 'refused', nextAttemptAt: null, cause: 'The receiver has given its stream up.' },
  ])
  expect((await house.asNow(two)).stream).toBeNull()
})

test('a receiver hears that we changed its stream, and not that it did so itself', async () => {
  const house = aSignalHouse()
  const receiver = await house.receiver()

  const paused = await setStreamStatus(house.ports, receiver, { status: 'paused', reason: 'Audit' }, anActor(), true)
  await setStreamStatus(house.ports, paused, { status: 'paused', reason: 'Audit' }, anActor(), true)
  await setStreamStatus(house.ports, paused, { status: 'enabled', reason: '' }, anActor(), false)

  await vi.waitFor(async () => expect(await house.store.signalNotices(receiver.id)).toEqual([]))
  expect(house.pushed.map(({ notice }) => notice.event)).toEqual([
    { kind: 'stream-updated', status: 'paused', reason: 'Audit' },
  ])
})

test('moving a stream sends what waits the new way', async () => {
  const house = aSignalHouse()
  const receiver = await house.poller()
  const [id = ''] = await house.open({})
  await closeSessions(house.ports, [id])
  const delivery = { method: 'push', endpointUrl: 'https://r.example/e', authorizationHeader: null } as const

  await setSignalStream(house.ports, receiver.id, { delivery }, anActor())
  const pushed = await house.signalsOf(id)
  await setSignalStream(house.ports, receiver.id, { delivery: { method: 'poll' } }, anActor())

  expect(pushed).toMatchObject([{ nextAttemptAt: house.time.clock() }])
  expect(await house.signalsOf(id)).toMatchObject([{ status: 'pending', nextAttemptAt: null }])
})

test('a verification is pushed with its state, and the receiver’s facts say what became of it', async () => {
  for (const [outcome, verification] of [
    [{ to: 'acknowledged' }, { state: 'accepted', cause: '' }],
    [
      { to: 'refused', cause: 'invalid_audience' },
      { state: 'failed', cause: 'invalid_audience' },
    ],
    [{ to: 'sent' }, { state: 'failed', cause: 'It answered, but not that it took the event.' }],
  ] as const) {
    const house = aSignalHouse(() => outcome)
    const receiver = await house.receiver()

    await verifySignalStream(house.ports, receiver, streamOf(receiver, idOf(receiver)), 'state', anActor(), true)

    await vi.waitFor(async () => expect((await house.asNow(receiver)).facts.verification).toMatchObject(verification))
    expect(house.pushed).toMatchObject([{ notice: { event: { kind: 'verification', state: 'state' } } }])
  }
})

test('a receiver may ask for verification once in ten seconds; a super admin at any time', async () => {
  const house = aSignalHouse()
  const receiver = await house.receiver()
  const ask = async (isAskedByReceiver: boolean) => {
    const now = await house.asNow(receiver)
    return codeOf(verifySignalStream(house.ports, now, streamOf(now, idOf(now)), null, anActor(), isAskedByReceiver))
  }

  expect([await ask(true), await ask(true), await ask(false)]).toEqual(['done', 'too-many-attempts', 'done'])
  house.time.advance(10_000)
  expect(await ask(true)).toBe('done')
})
