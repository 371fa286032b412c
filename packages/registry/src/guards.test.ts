import type { GuardReport } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { aNewSession, anActor, aSource } from './cast/index.ts'
import { executePlan } from './execute.ts'
import type { Guards } from './guards.ts'
import { createGuards } from './guards.ts'
import { allListed } from './listing.ts'
import { createPlan } from './plan.ts'
import { refusedEverywhereWithin, resumeProofs } from './proof.ts'

const leaseMs = 5_000
const portal = aSource({ name: 'portal', leaseMs })
const neverAborted = new AbortController().signal

/** A registry with guards, as one process has them; `restart` is the next process over the same store. */
function aGuardedRegistry(leaseMsAtStart: ReadonlyMap<string, number> = new Map(), store = aRegistry().store) {
  let guards: Guards | undefined
  const refusedByGuards = (closureId: string, ids: readonly string[]) =>
    guards?.refusedByGuards(closureId, ids) ?? Promise.resolve()
  const registry = aRegistry({ store, refusedByGuards })
  const { ports, time } = registry
  guards = createGuards({
    store,
    changes: ports.changes,
    clock: time.clock,
    monotonicMs: () => time.clock().getTime(),
    setTimer: time.setTimer,
    leaseMsAtStart,
  })
  const known = guards
  const report = (guard: string, position: number, more: Partial<GuardReport> = {}) =>
    known.report(portal, { guard: `guard-${guard}`, position, verified: [], leaving: false, ...more })
  const close = async (...sessions: readonly Partial<ReturnType<typeof aNewSession>>[]) => {
    const all = sessions.map((session) => aNewSession({ sourceId: portal.id, source: portal.name, ...session }))
    await store.register(all)
    const { plan } = await createPlan(ports, { sessionIds: all.map(({ id }) => id) }, anActor(), allListed)
    const order = { planId: plan.id, reason: '', messageToUser: null }
    return executePlan(ports, order, anActor(), neverAborted)
  }
  const isRefusedEverywhere = async (id: string) => (await store.closureById(id))?.refusedEverywhereAt !== null
  const statuses = async (id: string) => (await store.receipts(id, [], 100, null)).items.map(({ status }) => status)
  return { ...registry, guards: known, report, close, isRefusedEverywhere, statuses }
}

test('a report is answered with a lease and the position that it is fresh from', async () => {
  const { report, close } = aGuardedRegistry()

  const first = await report('one', 0)
  await close({}, {})

  expect(first).toEqual({ leaseMs, position: 0 })
  expect(await report('one', 0)).toEqual({ leaseMs, position: 2 })
  expect(await report('one', 2)).toEqual({ leaseMs, position: 2 })
})

test('the grant is noted before the position that it names is read', async () => {
  const { store, ports, time } = aRegistry()
  const guards = createGuards({
    store,
    changes: ports.changes,
    clock: time.clock,
    setTimer: time.setTimer,
    monotonicMs: () => 0,
  })
  const real = { ...store }
  let hasRead = false
  let isRefused = false
  // A closure whose guards are asked for at the very moment of reading the position that the answer names.
  store.feedBounds = async (sourceId) => {
    store.feedBounds = async () => ({ position: 1, forgottenUpTo: 0 })
    void guards.refusedByGuards('closure', [portal.id]).then(() => (isRefused = true))
    hasRead = true
    return real.feedBounds(sourceId)
  }

  const grant = await guards.report(portal, { guard: 'guard-one', position: 0, verified: [], leaving: false })
  await new Promise((resolve) => setTimeout(resolve))

  expect(hasRead).toBe(true)
  expect(grant.position).toBe(0)
  expect(isRefused).toBe(false)
})

test('a closure is refused everywhere at once when no guard holds a lease', async () => {
  const { close, isRefusedEverywhere } = aGuardedRegistry()

  const { id } = await close({})

  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('a closure is refused everywhere when the last guard with a lease has applied it', async () => {
  const { report, close, isRefusedEverywhere, changes } = aGuardedRegistry()
  await report('one', 0)
  await report('two', 0)

  const { id } = await close({})
  await report('one', 1)
  const afterOne = await isRefusedEverywhere(id)
  await report('two', 1)

  expect(afterOne).toBe(false)
  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
  expect(changes.filter(({ closureIds }) => closureIds?.includes(id)).length).toBeGreaterThan(0)
})

test('a guard that says nothing any more delays it by the rest of its lease, and not by what it is granted later', async () => {
  const { report, close, isRefusedEverywhere, time } = aGuardedRegistry()
  await report('one', 0)
  time.advance(2_000)

  const { id } = await close({})
  time.advance(1_000)
  // Its feed is cut: it renews and cannot apply.
  await report('one', 0)
  time.advance(1_999)
  const before = await isRefusedEverywhere(id)
  time.advance(1)

  expect(before).toBe(false)
  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('a guard that leaves is not waited for', async () => {
  const { report, close, isRefusedEverywhere } = aGuardedRegistry()
  await report('one', 0)

  const { id } = await close({})
  const answer = await report('one', 0, { leaving: true })

  expect(answer).toEqual({ leaseMs: 0, position: 1 })
  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('after a restart every source counts as holding its longest lease, and what was unproved is proved after it', async () => {
  const before = aGuardedRegistry()
  await before.report('one', 0)
  const { id } = await before.close({})

  const after = aGuardedRegistry(new Map([[portal.id, leaseMs]]), { ...before.store })
  await resumeProofs(after.ports)
  await resumeProofs(after.ports)
  after.time.advance(leaseMs - 1)
  const within = await after.isRefusedEverywhere(id)
  after.time.advance(1)

  expect(within).toBe(false)
  await expect.poll(() => after.isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('what could not be marked is proved again', async () => {
  const { close, isRefusedEverywhere, store, ports } = aGuardedRegistry()
  const real = { ...store }
  let failures = 0
  store.markRefusedEverywhere = async () => {
    failures += 1
    throw new Error('The disk is full.')
  }

  const { id } = await close({})
  await expect.poll(() => failures, { interval: 1 }).toBe(1)
  store.markRefusedEverywhere = (closureId, at) => real.markRefusedEverywhere(closureId, at)
  await resumeProofs(ports)

  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('whoever waits for the proof waits no longer than for it, than they want to, or than they stay', async () => {
  const { report, close, isRefusedEverywhere, ports, time } = aGuardedRegistry()
  await report('one', 0)
  const { id } = await close({})
  const ended = { proof: false, time: false, leaving: false }
  const gone = new AbortController()
  const wait = (waitMs: number, signal: AbortSignal) =>
    refusedEverywhereWithin(ports, id, waitMs, { signal, setTimer: time.setTimer })

  const waits = [
    wait(60_000, neverAborted).then(() => (ended.proof = true)),
    wait(1_000, neverAborted).then(() => (ended.time = true)),
    wait(60_000, gone.signal).then(() => (ended.leaving = true)),
  ]
  gone.abort()
  await waits[2]
  const first = { ...ended }
  time.advance(1_000)
  await waits[1]
  const second = { ...ended }
  await report('one', 1)
  await waits[0]

  expect(first).toEqual({ proof: false, time: false, leaving: true })
  expect(second).toEqual({ proof: false, time: true, leaving: true })
  expect(await isRefusedEverywhere(id)).toBe(true)
  await wait(60_000, neverAborted)
})

test('deliveries are acknowledged when all guards with a lease have applied them, and verified when one reports it', async () => {
  const { report, close, statuses, store } = aGuardedRegistry()
  await report('one', 0)
  await report('two', 0)
  const { id } = await close({}, {})

  await report('one', 2)
  const afterOne = await statuses(id)
  await report('two', 2)
  await expect.poll(() => statuses(id), { interval: 1 }).toEqual(['acknowledged', 'acknowledged'])
  const [first] = await store.feedAfter(portal.id, 0, 1)
  await report('two', 2, { verified: [first?.id ?? '', 'a delivery of somebody else'] })

  expect(afterOne).toEqual(['pending', 'pending'])
  await expect.poll(() => statuses(id), { interval: 1 }).toEqual(['acknowledged', 'verified'])
})

test('a guard that began after the closure has nothing to hear: its first report acknowledges all before it', async () => {
  const { report, close, statuses } = aGuardedRegistry()
  const { id } = await close({}, {})

  await report('new', 2)

  await expect.poll(() => statuses(id), { interval: 1 }).toEqual(['acknowledged', 'acknowledged'])
})

test('a claim to have applied what was never sent gets no lease', async () => {
  const { report, close, isRefusedEverywhere } = aGuardedRegistry()

  const claim = report('liar', 7)

  await expect(claim).rejects.toMatchObject({ code: 'invalid-request' })
  const { id } = await close({})
  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('a source that is not told gets no lease', async () => {
  const { guards } = aGuardedRegistry()

  const report = guards.report(aSource({ channel: null }), {
    guard: 'guard-one',
    position: 0,
    verified: [],
    leaving: false,
  })

  await expect(report).rejects.toMatchObject({ code: 'not-permitted' })
})

test('a thousand guards are enough for one source; those that are there go on', async () => {
  const { report, close, isRefusedEverywhere } = aGuardedRegistry()
  for (let guard = 0; guard < 1_000; guard += 1) await report(String(guard), 0)

  await expect(report('one more', 0)).rejects.toMatchObject({ code: 'too-many-attempts' })
  expect(await report('0', 0)).toEqual({ leaseMs, position: 0 })
  const { id } = await close({})
  for (let guard = 0; guard < 1_000; guard += 1) await report(String(guard), 1)

  await expect.poll(() => isRefusedEverywhere(id), { interval: 1 }).toBe(true)
})

test('a source without a lease hears of an end by asking; with one it has to report', async () => {
  const { guards, report, close, statuses, store } = aGuardedRegistry()
  const { id } = await close({ id: 'asked' })
  const { id: other } = await close({ id: 'asked later' })

  guards.asked('another source', 'asked')
  guards.asked(portal.id, 'asked')
  await expect.poll(() => statuses(id), { interval: 1 }).toEqual(['acknowledged'])
  const writes: unknown[] = []
  store.advanceDeliveries = async (steps) => {
    writes.push(steps)
    return []
  }
  await report('one', 0)
  guards.asked(portal.id, 'asked later')

  expect(await statuses(other)).toEqual(['pending'])
  expect(writes).toEqual([])
})
