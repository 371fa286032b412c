import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { type Heard, keepAccounting, stepOf } from './accounting.ts'
import type { KnownSession, RadiusRecord } from './accounting-ports.ts'
import { aNewSession, aSource } from './cast/index.ts'
import { closeHeld, resumeHeld } from './held.ts'
import { createHold } from './holds.ts'
import type { RegistryPorts } from './ports.ts'

const nas = aSource({ name: 'vpn-1' })
const facts: RadiusRecord['facts'] = {
  userName: 'grace',
  multiSessionId: null,
  callingStationId: '203.0.113.9',
  calledStationId: null,
  framedIpAddress: null,
  framedIpv6Address: null,
  framedIpv6Prefix: null,
  framedInterfaceId: null,
  delegatedIpv6Prefix: null,
  nasPort: null,
  nasPortId: null,
  nasPortType: null,
  class: null,
  connectInfo: null,
}
const aHeard = (at: Date, userName: string | null, known?: KnownSession): Heard => ({
  source: nas,
  handle: 'a session of vpn-1',
  known,
  is: 'going-on',
  radius: {
    nasKey: 'vpn-1',
    sentFrom: '192.0.2.1',
    acctSessionId: '0001',
    began: { at, isExact: true },
    end: null,
    lastHeardAt: at,
    lastHappenedAt: at,
    stillOnlineAt: null,
    clockOffsetSeconds: 0,
    counters: { sessionSeconds: 0, inputOctets: 0, outputOctets: 0, inputPackets: 0, outputPackets: 0 },
    facts: { ...facts, userName },
    identification: '',
  },
})
const keepOut = (ports: RegistryPorts, userId: string) =>
  createHold(
    ports,
    { subject: { kind: 'user', userId }, seconds: 900, reason: 'Stolen laptop', messageToUser: null },
    null,
  )

async function hear(ports: RegistryPorts, heard: Heard) {
  const kept = { ...stepOf(ports, heard), heard }
  return { held: await keepAccounting(ports, [kept], []), known: kept.known }
}

test('what accounting tells of somebody who is kept out is closed by policy, with the hold as reason', async () => {
  const { ports, store, time } = aRegistry()
  await keepOut(ports, 'grace')

  const { held } = await hear(ports, aHeard(time.clock(), 'grace'))
  await closeHeld(ports, held)

  const [session] = await store.sessionsByUser('grace', ['radius'])
  expect(session).toBeUndefined()
  const [closure] = (await store.closures(9, null)).items
  expect(closure).toMatchObject({
    closed: 1,
    closedBy: null,
    reasonKind: 'policy',
    reason: 'A hold keeps them out: Stolen laptop',
  })
})

test('accounting that tells only later who somebody is finds the hold then; what began before the hold goes on', async () => {
  const { ports, time } = aRegistry()
  const earlier = await hear(ports, { ...aHeard(time.clock(), 'grace'), handle: 'earlier' })
  time.advance(1)
  await keepOut(ports, 'grace')
  const { held, known } = await hear(ports, aHeard(time.clock(), null))

  const renamed = await hear(ports, aHeard(time.clock(), 'grace', known))
  const before = earlier.known
  const moved = { ...aHeard(before.loggedOnAt, 'grace', before), handle: 'earlier' }
  const open = await hear(ports, {
    ...moved,
    radius: { ...moved.radius, facts: { ...moved.radius.facts, framedIpAddress: '10.8.0.2' } },
  })

  expect(held.filter(({ hold }) => hold)).toEqual([])
  expect(renamed.held).toMatchObject([{ sessionId: known.id, hold: { reason: 'Stolen laptop' } }])
  expect(open.held).toEqual([])
})

test('a session first heard of after a hold goes on if it began before by its time or its delay; a slow clock alone proves nothing', async () => {
  const { ports, time } = aRegistry()
  const start = time.clock()
  const before = (seconds: number) => new Date(time.clock().getTime() - seconds * 1_000)
  time.advance(3_600_000)
  await keepOut(ports, 'grace')
  time.advance(60_000)
  let told = 0
  const isKeptOut = async (radius: Partial<RadiusRecord>) => {
    told += 1
    const heard = aHeard(time.clock(), 'grace')
    const { held } = await hear(ports, { ...heard, handle: `session ${told}`, radius: { ...heard.radius, ...radius } })
    return held.some(({ hold }) => hold)
  }
  const { counters } = aHeard(start, null).radius
  const concluded = (at: Date) => ({ began: { at, isExact: false } })

  // An Interim-Update of a session that has gone on for ten minutes, and one of a session that has for half a minute.
  expect(await isKeptOut({ ...concluded(before(600)), counters: { ...counters, sessionSeconds: 600 } })).toBe(false)
  expect(await isKeptOut({ ...concluded(before(30)), counters: { ...counters, sessionSeconds: 30 } })).toBe(true)
  // A Start that its NAS could not deliver for ten minutes, and one whose timestamp is four minutes old.
  expect(await isKeptOut({ began: { at: before(600), isExact: true }, lastHeardAt: before(600) })).toBe(false)
  expect(await isKeptOut({ began: { at: before(240), isExact: true } })).toBe(false)
  // An hour by its clock, and nothing else says so: the hold is a minute old, and a clock may be five wrong.
  time.advance(600_000)
  expect(await isKeptOut({ began: { at: before(3_600), isExact: true } })).toBe(true)
})

test('the pages hear who dialled in again after a closure', async () => {
  const { ports, time, changes } = aRegistry()
  const first = await hear(ports, aHeard(time.clock(), 'grace'))
  const closure = await closeSessions(ports, [first.known.id])
  time.advance(4_000)
  changes.length = 0

  const again = await hear(ports, { ...aHeard(time.clock(), 'grace'), handle: 'another' })

  expect(changes).toMatchObject([
    { began: 1, cameBack: [{ id: again.known.id, closureId: closure.id, afterMs: 4_000 }], closureIds: [closure.id] },
  ])
})

test('what slipped in while the store or the process had gone is closed afterwards, and nothing else', async () => {
  const failing = aFailingStore(createMemoryStore(), ['createPlan'], new Error('The disk is full.'))
  const { ports, store, time } = aRegistry({ store: failing.store })
  const at = { kind: 'radius', sourceId: nas.id, source: nas.name } as const
  const before = aNewSession({ ...at, userId: 'grace', loggedOnAt: new Date(time.clock().getTime() - 60_000) })
  const elsewhere = aNewSession({ userId: 'grace', loggedOnAt: time.clock() })
  await store.register([before, elsewhere])
  await keepOut(ports, 'grace')
  const { held, known } = await hear(ports, aHeard(time.clock(), 'grace'))
  await hear(ports, { ...aHeard(time.clock(), 'linus'), handle: 'of another' })
  await expect(closeHeld(ports, held)).rejects.toThrow('The disk is full.')
  failing.mend()

  expect(await resumeHeld(ports)).toBe(1)
  expect(await resumeHeld(ports)).toBe(0)

  expect(await store.sessionById(known.id)).toMatchObject({ ending: 'closure' })
  expect((await store.sessionsByUser('grace', ['radius'])).map(({ id }) => id)).toEqual([before.id])
  expect((await store.closures(9, null)).items).toHaveLength(1)
})
