import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { acceptSession, recognizeSession } from './accept.ts'
import { beginSession, finishLogon, renewCredential } from './begin.ts'
import { aPerson } from './cast/index.ts'
import { endOwnSession } from './end.ts'

const minute = 60_000
const logon = {
  ...aPerson(),
  kind: 'security-console',
  clientAddress: '10.7.1.2',
  userAgent: '',
  credentialHash: 'hash',
} as const

test('an open session is accepted and its activity noted; an unknown credential is unknown', async () => {
  const { ports, noted, time } = aRegistry()
  const session = await beginSession(ports, logon)
  time.advance(minute)

  expect(await acceptSession(ports, 'hash')).toEqual({ outcome: 'accepted', session })
  expect(await acceptSession(ports, 'another')).toEqual({ outcome: 'unknown' })
  expect(noted).toEqual([{ sessionId: session.id, at: time.clock() }])
})

test('what a browser does by itself keeps no session from going idle', async () => {
  const { ports, noted } = aRegistry()
  await beginSession(ports, logon)

  await recognizeSession(ports, 'hash')
  await acceptSession(ports, 'hash', { isActivity: false })

  expect(noted).toEqual([])
})

test('a closed session is refused with its farewell, and the refusal verifies its delivery', async () => {
  const { ports, store, time, changes } = aRegistry()
  const { id } = await beginSession(ports, logon)
  const closure = await closeSessions(ports, [id], 'Please log on again at noon.')
  changes.length = 0
  time.advance(40)

  const judgement = await acceptSession(ports, 'hash')

  expect(judgement).toMatchObject({
    outcome: 'closed',
    session: { id, status: 'closed', closureId: closure.id },
    farewell: {
      ending: 'closure',
      at: closure.completedAt?.toISOString(),
      byYourself: false,
      messageToUser: 'Please log on again at noon.',
    },
  })
  expect(await store.deliveriesOfSession(id)).toMatchObject([{ status: 'verified', verifiedAt: time.clock() }])
  expect(changes).toEqual([{ closureIds: [closure.id] }])
})

test('refusing again and again proves no more than refusing once', async () => {
  const { ports, store, time } = aRegistry()
  const { id } = await beginSession(ports, logon)
  await closeSessions(ports, [id])
  await acceptSession(ports, 'hash')
  const proved = await store.deliveriesOfSession(id)
  time.advance(minute)

  await acceptSession(ports, 'hash')

  expect(await store.deliveriesOfSession(id)).toEqual(proved)
})

test('recognizing a closed session proves nothing: its browser came back for the news', async () => {
  const { ports, store } = aRegistry()
  const { id } = await beginSession(ports, logon)
  await closeSessions(ports, [id])

  expect(await recognizeSession(ports, 'hash')).toMatchObject({ outcome: 'closed' })
  expect(await store.deliveriesOfSession(id)).toMatchObject([{ status: 'pending' }])
})

test('a session that was idle for too long is refused although no sweep has run', async () => {
  const { ports, store, time } = aRegistry()
  const { id } = await beginSession(ports, logon)
  const began = time.clock().getTime()
  time.advance(30 * minute)

  const judgement = await acceptSession(ports, 'hash')

  expect(judgement).toMatchObject({
    outcome: 'expired',
    farewell: { ending: 'idle-limit', at: new Date(began + 30 * minute).toISOString(), byYourself: false },
  })
  expect((await store.sessionById(id))?.endedAt).toBeNull()
})

test('a session that is used all the time is refused after eight hours', async () => {
  const { ports, store, time } = aRegistry()
  const { id } = await beginSession(ports, logon)
  for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
    expect(await acceptSession(ports, 'hash')).toMatchObject({ outcome: 'accepted' })
    await store.recordActivity([{ sessionId: id, at: time.clock() }])
    time.advance(10 * minute)
  }

  expect(await acceptSession(ports, 'hash')).toMatchObject({
    outcome: 'expired',
    farewell: { ending: 'absolute-limit' },
  })
})

test('activity in the last moment before the idle limit is written at once, so that it is not too late', async () => {
  const { ports, noted, time } = aRegistry()
  await beginSession(ports, logon)
  time.advance(30 * minute - 1)
  await acceptSession(ports, 'hash')
  time.advance(minute)

  expect(await acceptSession(ports, 'hash')).toMatchObject({ outcome: 'accepted' })
  expect(noted).toHaveLength(1)
})

test('a store that can be read and not written lets people in, and refuses whom it must', async () => {
  const memory = createMemoryStore()
  const { store, mend, breakAgain } = aFailingStore(
    memory,
    ['recordActivity', 'advanceDeliveries'],
    new Error('The disk is full.'),
  )
  const { ports, noted, time } = aRegistry({ store })
  const { id } = await beginSession(ports, logon)
  time.advance(30 * minute - 1)
  expect(await acceptSession(ports, 'hash')).toMatchObject({ outcome: 'accepted' })
  expect(noted).toHaveLength(1)
  mend()
  await closeSessions(ports, [id])
  breakAgain()

  expect(await acceptSession(ports, 'hash')).toMatchObject({ outcome: 'closed' })
})

test('one who logged off is told so, and every tab of the browser with it', async () => {
  const { ports, store, seen } = aRegistry()
  const session = await beginSession(ports, logon)

  await endOwnSession(ports, session)

  expect(await acceptSession(ports, 'hash')).toMatchObject({
    outcome: 'closed',
    farewell: { ending: 'logoff', byYourself: true },
  })
  expect(await store.deliveriesOfSession(session.id)).toMatchObject([{ channel: 'event-stream', closureId: null }])
  expect(seen.wakes).toBe(1)
})

test('a logon that is begun is a session with little time; finished, it has a new credential and all the time', async () => {
  const { ports, time } = aRegistry()
  const begun = await beginSession(ports, { ...logon, status: 'abandoned-in-progress' })
  time.advance(2 * minute)

  const finished = await finishLogon(ports, begun, 'new-hash')

  expect(finished).toMatchObject({ outcome: 'accepted', session: { id: begun.id, status: 'active' } })
  expect(await acceptSession(ports, 'hash')).toEqual({ outcome: 'unknown' })
  time.advance(20 * minute)
  expect(await acceptSession(ports, 'new-hash')).toMatchObject({ outcome: 'accepted' })
})

test('a logon that is begun expires after three minutes and cannot be finished then', async () => {
  const { ports, time } = aRegistry()
  const begun = await beginSession(ports, { ...logon, status: 'abandoned-in-progress' })
  time.advance(3 * minute)

  expect(await finishLogon(ports, begun, 'new-hash')).toMatchObject({ outcome: 'expired' })
  expect(await acceptSession(ports, 'new-hash')).toEqual({ outcome: 'unknown' })
})

test('a logon that was closed before it was finished cannot be finished', async () => {
  const { ports } = aRegistry()
  const begun = await beginSession(ports, { ...logon, status: 'abandoned-in-progress' })
  await closeSessions(ports, [begun.id])

  expect(await finishLogon(ports, begun, 'new-hash')).toMatchObject({ outcome: 'closed' })
})

test('a renewed credential takes the place of the old one, until the session has ended', async () => {
  const { ports } = aRegistry()
  const session = await beginSession(ports, logon)

  expect(await renewCredential(ports, session.id, 'new-hash')).toBe(true)
  expect(await acceptSession(ports, 'hash')).toEqual({ outcome: 'unknown' })
  expect(await acceptSession(ports, 'new-hash')).toMatchObject({ outcome: 'accepted' })
  await endOwnSession(ports, session)
  expect(await renewCredential(ports, session.id, 'third')).toBe(false)
})
