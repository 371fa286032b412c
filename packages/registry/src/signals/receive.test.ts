import { expect, test } from 'vitest'
import { aFailingStore } from '../a-registry.test-kit.ts'
import { aReceivedSignal, aSignalTransmitter, aSource } from '../cast/index.ts'
import type { NewSession } from '../session.ts'
import { ownSource } from '../session.ts'
import { aSignalHouse, audit } from './a-signals.test-kit.ts'
import { receiveSignal } from './receive.ts'
import type { ReceivedSignal, SignalTransmitter } from './signal-transmitter.ts'

const nobody = { session: null, userId: null, tenant: null }

async function aHouse(settings: Partial<SignalTransmitter['settings']> = {}) {
  const house = aSignalHouse()
  const transmitter = aSignalTransmitter({ id: 'idp', name: 'IdP', settings })
  await house.store.createSignalTransmitter(transmitter, audit)
  for (const id of ['portal', 'shop']) await house.store.createSource(aSource({ id }), audit)
  let sent = 0
  const send = async (signal: Partial<ReceivedSignal>, ports = house.ports) => {
    const token = `token ${(sent += 1)}`
    house.readings.set(token, { transmitter, signal: aReceivedSignal({ at: house.time.clock(), ...signal }) })
    return receiveSignal(ports, token)
  }
  const endings = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await house.store.sessionById(id))?.ending ?? null))
  const lastSignal = async () => (await house.store.signalTransmitters())[0]?.facts.lastSignal?.outcome
  return { ...house, transmitter, send, endings, lastSignal }
}
const portal: Partial<NewSession> = { sourceId: 'portal' }

test('a session that was revoked elsewhere is closed here, as every closure: stored, told, with reason and message', async () => {
  const { open, send, endings, store, lastSignal } = await aHouse()
  const ids = await open(
    { ...portal, handle: 'one' },
    { ...portal, handle: 'two' },
    { sourceId: 'shop', handle: 'three' },
  )

  const refusal = await send({
    subject: { ...nobody, session: 'one' },
    initiatingEntity: 'policy',
    reasonAdmin: { de: 'Unmögliche Reise', en: 'Impossible travel' },
    reasonUser: { de: 'Bitte neu anmelden' },
  })

  expect(refusal).toBeNull()
  expect(await endings(ids)).toEqual(['closure', null, null])
  const closures = (await store.closures(10, null)).items
  expect(closures).toMatchObject([
    {
      reason: 'Impossible travel',
      reasonKind: 'policy',
      messageToUser: 'Bitte neu anmelden',
      messagesToUser: { de: 'Bitte neu anmelden' },
      closedBy: { userId: 'transmitter:IdP', sessionId: null },
      closed: 1,
    },
  ])
  expect(await store.deliveriesOfSession(ids[0] ?? '')).toMatchObject([{ channel: 'guard-feed' }])
  expect(await lastSignal()).toBe('It closed 1 session.')
})

test('a disabled account closes all of its user’s sessions that the transmitter may close', async () => {
  const { open, send, endings } = await aHouse({ sourceIds: ['portal', 'curfew'] })
  const ids = await open(
    { ...portal, userId: 'ada' },
    { ...portal, userId: 'Ada' },
    { sourceId: 'shop', userId: 'ada' },
    { sourceId: ownSource.id, kind: 'security-console', userId: 'ada' },
  )

  await send({ event: 'account-disabled', subject: { ...nobody, userId: 'ada' } })

  expect(await endings(ids)).toEqual(['closure', null, null, 'closure'])
})

test('Curfew’s own sessions are closed only where that was granted', async () => {
  const { open, send, endings } = await aHouse()
  const ids = await open(
    { sourceId: ownSource.id, kind: 'security-console', userId: 'ada' },
    { ...portal, userId: 'ada' },
  )

  await send({ event: 'account-disabled', subject: { ...nobody, userId: 'ada' } })

  expect(await endings(ids)).toEqual([null, 'closure'])
})

test.each([
  ['a session with another user', { session: 'one', userId: 'bob', tenant: null }],
  ['a session of another tenant', { session: 'one', userId: null, tenant: 'Elsewhere' }],
  ['a session that is not known', { session: 'none', userId: null, tenant: null }],
  ['a user who is not known', { session: null, userId: 'nobody', tenant: null }],
  ['nobody', nobody],
])('a signal about %s is taken, and closes nothing', async (_, subject) => {
  const { open, send, endings, lastSignal, store } = await aHouse()
  const ids = await open({ ...portal, handle: 'one', userId: 'ada', securityDomain: 'HQ' })

  expect(await send({ subject })).toBeNull()

  expect(await endings(ids)).toEqual([null])
  expect(await lastSignal()).toBe('It matched no open session.')
  expect((await store.closures(1, null)).items).toEqual([])
})

test('what is not listed is not found by a signal either', async () => {
  const { open, send, endings } = await aHouse()
  const ids = await open({ ...portal, handle: 'one', kind: 'operations-console', superAdminCredentials: false })

  await send({ subject: { ...nobody, session: 'one' } })

  expect(await endings(ids)).toEqual([null])
})

test('sessions can be named by Curfew’s own id', async () => {
  const { open, send, endings } = await aHouse({ sessionsNamedBy: 'session-id' })
  const ids = await open({ ...portal, handle: 'one' })

  await send({ subject: { ...nobody, session: 'one' } })
  const before = await endings(ids)
  await send({ subject: { ...nobody, session: ids[0] ?? '' } })

  expect([before, await endings(ids)]).toEqual([[null], ['closure']])
})

test('a signal that comes late ends nothing of its user that began after it; a minute is allowed for clocks', async () => {
  const { open, send, endings, time } = await aHouse()
  const at = time.clock()
  const [old = ''] = await open({ ...portal, userId: 'ada' })
  time.advance(59_000)
  const [close = ''] = await open({ ...portal, userId: 'ada' })
  time.advance(60_000)
  const [later = ''] = await open({ ...portal, userId: 'ada' })

  await send({ at, subject: { ...nobody, userId: 'ada' } })

  expect(await endings([old, close, later])).toEqual(['closure', 'closure', null])
})

test('a SET that comes twice is taken once, also when both come at once, and after a restart', async () => {
  const { open, send, endings, store, ports } = await aHouse()
  await open({ ...portal, userId: 'ada' })
  const signal = aReceivedSignal({ jti: 'the same', at: ports.clock(), subject: { ...nobody, userId: 'ada' } })

  await Promise.all([send(signal), send(signal)])
  const again = await open({ ...portal, userId: 'ada' })
  const answer = await send(signal)

  expect(answer).toBeNull()
  expect(await endings(again)).toEqual([null])
  expect((await store.closures(10, null)).items).toHaveLength(1)
  expect(await store.wasSignalTaken('idp', 'the same')).toBe(true)
  expect(await store.wasSignalTaken('another', 'the same')).toBe(false)
})

test('should the store fail before the SET is remembered, the closure stands and a repetition is taken', async () => {
  const { open, send, endings, ports, store } = await aHouse()
  const ids = await open({ ...portal, userId: 'ada' })
  const signal = aReceivedSignal({ jti: 'j', at: ports.clock(), subject: { ...nobody, userId: 'ada' } })
  const failing = aFailingStore(store, ['takeSignal'], new Error('full'))

  await expect(send(signal, { ...ports, store: failing.store })).rejects.toThrow('full')
  const before = await endings(ids)
  failing.mend()

  expect(before).toEqual(['closure'])
  expect(await send(signal, { ...ports, store: failing.store })).toBeNull()
  expect((await store.closures(10, null)).items).toHaveLength(1)
})

test('a SET that is refused says why, and its transmitter’s page shows it', async () => {
  const { ports, readings, store, transmitter } = await aHouse()
  readings.set('forged', { err: 'authentication_failed', description: 'Its signature is not right.', transmitter })

  expect(await receiveSignal(ports, 'forged')).toEqual({
    err: 'authentication_failed',
    description: 'Its signature is not right.',
  })
  expect((await store.signalTransmitters())[0]?.facts.lastRefusal).toMatchObject({ err: 'authentication_failed' })
})

test('a verification from a transmitter is heard and closes nothing', async () => {
  const { send, lastSignal, open, endings } = await aHouse()
  const ids = await open({ ...portal, userId: 'ada' })

  await send({ event: 'verification' })

  expect([await lastSignal(), await endings(ids)]).toEqual(['Heard.', [null]])
})
