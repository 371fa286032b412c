import { CurfewError } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aRecord, listeningTo, nothingTold } from './a-radius-record.test-kit.ts'
import { aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { closeSilent, type Heard, keepAccounting, stepOf } from './accounting.ts'
import type { KnownSession, RadiusRecord } from './accounting-ports.ts'
import { aSource } from './cast/index.ts'

const source = aSource({ id: 'vpn', name: 'VPN', channel: 'radius-disconnect', radius: listeningTo() })

function aDesk() {
  const registry = aRegistry()
  const { ports, time } = registry
  const record = (overrides: Partial<RadiusRecord> = {}) => {
    const at = time.clock()
    return aRecord({ began: { at, isExact: true }, lastHeardAt: at, lastHappenedAt: at, ...overrides })
  }
  /** Keep one packet; what is known of its session then. */
  const hear = async (
    is: Heard['is'],
    known: KnownSession | undefined,
    radius: RadiusRecord,
    handle = known?.handle ?? 'handle',
  ): Promise<KnownSession> => {
    const heard: Heard = { source, handle, known, radius, is }
    const kept = stepOf(ports, heard)
    await keepAccounting(ports, [{ ...kept, heard }], [])
    return kept.known
  }
  const end = (): RadiusRecord['end'] => ({ at: time.clock(), by: 'stop', terminateCause: null })
  return { ...registry, record, hear, end }
}

test('what begins is announced as begun, and what goes on as it did is not announced', async () => {
  const { changes, record, hear } = aDesk()

  const ada = await hear('going-on', undefined, record())
  await hear('going-on', ada, { ...ada.radius, counters: { ...ada.radius.counters, sessionSeconds: 60 } })

  expect(changes).toEqual([{ began: 1, ended: [], changed: [], closureIds: [] }])
})

test('a session whose first word is its Stop is kept as ended, and nothing began', async () => {
  const { store, changes, record, hear, end } = aDesk()

  const { id, status } = await hear('over', undefined, record({ end: end() }))

  expect(status).toBe('closed')
  expect((await store.sessionById(id))?.endedAt).not.toBeNull()
  expect(changes.flatMap(({ began = 0 }) => began)).toEqual(changes.map(() => 0))
})

test('a new name or address changes the row, and the page is told which', async () => {
  const { store, changes, record, hear } = aDesk()
  const ada = await hear('going-on', undefined, record())

  const shown = await hear('going-on', ada, {
    ...ada.radius,
    facts: { ...nothingTold, userName: 'grace', framedIpAddress: '10.0.0.7' },
  })

  expect(shown).toMatchObject({ id: ada.id, userId: 'grace', clientAddress: '203.0.113.9, 10.0.0.7' })
  expect(await store.sessionById(ada.id)).toMatchObject({ userId: 'grace' })
  expect(changes.at(-1)).toMatchObject({ changed: [ada.id] })
})

test('a Stop ends an open session by its source, at a time that is neither before its beginning nor in the future', async () => {
  const { store, time, changes, record, hear } = aDesk()
  const [early, late] = [
    await hear('going-on', undefined, record(), 'early'),
    await hear('going-on', undefined, record(), 'late'),
  ]
  const [before, after] = [-60_000, 60_000].map((ms) => new Date(time.clock().getTime() + ms))
  time.advance(1_000)

  for (const [known, at] of [
    [early, before],
    [late, after],
  ] as const)
    await hear('over', known, { ...known.radius, end: { at: at ?? time.clock(), by: 'stop', terminateCause: null } })

  expect((await store.sessionById(early.id))?.endedAt).toEqual(early.loggedOnAt)
  expect((await store.sessionById(late.id))?.endedAt).toEqual(time.clock())
  expect(changes.slice(-2).flatMap(({ ended }) => ended)).toEqual([
    { id: early.id, ending: 'source' },
    { id: late.id, ending: 'source' },
  ])
})

test('the Stop of a session that was closed here proves the closure and leaves what it ended by', async () => {
  const { ports, store, changes, record, hear, end } = aDesk()
  const ada = await hear('going-on', undefined, record())
  const closure = await closeSessions(ports, [ada.id])
  const closing = await store.sessionById(ada.id)
  const known = { ...ada, status: 'closing', closureId: closure.id, endedAt: closing?.endedAt ?? null } as const

  await hear('over', known, { ...ada.radius, end: end() })

  expect(await store.sessionById(ada.id)).toMatchObject({ status: 'closed', ending: 'closure', closureId: closure.id })
  expect(changes.at(-1)).toMatchObject({ ended: [], changed: [ada.id], closureIds: [closure.id] })
})

test('a session that is still online after its closure is announced with that closure', async () => {
  const { ports, time, changes, record, hear } = aDesk()
  const ada = await hear('going-on', undefined, record())
  const closure = await closeSessions(ports, [ada.id])

  await hear('still-online', { ...ada, closureId: closure.id }, { ...ada.radius, stillOnlineAt: time.clock() })

  expect(changes.at(-1)).toMatchObject({ ended: [], changed: [ada.id], closureIds: [closure.id] })
})

test('when the store cannot be written nothing is announced', async () => {
  const { ports, store, changes, record } = aDesk()
  const broken = aFailingStore(store, ['keepAccounting'], new CurfewError('store-unavailable', 'The disk is full.'))
  const heard: Heard = { source, handle: 'handle', known: undefined, radius: record(), is: 'going-on' }
  const kept = stepOf(ports, heard)

  const failure = keepAccounting({ ...ports, store: broken.store }, [{ ...kept, heard }], [])

  await expect(failure).rejects.toThrow(CurfewError)
  expect(changes).toEqual([])
})

test('a closed session that its NAS no longer speaks of is over after its limit, and not before', async () => {
  const { ports, store, time, changes, record, hear } = aDesk()
  const ada = await hear('going-on', undefined, record())
  await closeSessions(ports, [ada.id])
  const [inTime, statusInTime] = [await closeSilent(ports), (await store.sessionById(ada.id))?.status]

  time.advance(3_601_000)
  const afterwards = await closeSilent(ports)

  expect([inTime, statusInTime, afterwards]).toEqual([0, 'closing', 1])
  expect(await store.sessionById(ada.id)).toMatchObject({ status: 'closed', ending: 'closure' })
  expect(changes.at(-1)).toEqual({ changed: [ada.id] })
  expect(await closeSilent(ports)).toBe(0)
})
