import { setTimeout as pause } from 'node:timers/promises'
import { closureView, planView, type SessionView, sourceKey } from '@curfew/contract'
import { expect, test } from 'vitest'
import { logOnProgram, type Program, sessionsOf } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { type FlakyWire, startFlakyWire } from './flaky-wire.ts'
import { type GuardProcess, startGuardProcess } from './guard-process.ts'
import { type Calm, type Closing, type Decided, judge, monotonicMs } from './history.ts'

const leaseMs = 1_000
const guardCount = 4
const perClosure = 20
const closureCount = 100
const decisionsWanted = 100_000
const staysOpen = 200

test('2,000 closures under 100,000 guarded requests, with cuts and kills, break no part of the promise', async () => {
  await using product = await startProduct()
  const program = await logOnProgram(product)
  const key = await aSource(program)
  const wires = await Promise.all(Array.from({ length: guardCount }, () => startFlakyWire(product.url)))
  const decisions: Decided[] = []
  const guards = wires.map((wire, index) =>
    startGuardProcess(`guard-${index}`, wire.url, key, (some) => void decisions.push(...some)),
  )
  const handles = Array.from({ length: closureCount * perClosure + staysOpen }, (_, index) => `handle-${index}`)
  await Promise.all(guards.map((guard, index) => guard.register(handles.filter((_, at) => at % guardCount === index))))
  const sessions = await sessionsOf(program, 'kind=self-service-console&sort=userId')
  for (const guard of guards) guard.watch(handles)

  const batches = inBatches(sessions.slice(staysOpen))
  const calm: Calm = { from: monotonicMs(), to: await closeAll(batches.slice(0, closureCount / 2)).then(monotonicMs) }
  const storm = new AbortController()
  const storming = rage(product, wires, guards, storm.signal)
  await closeAll(batches.slice(closureCount / 2))
  storm.abort()
  await storming
  await expect.poll(() => decisions.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(decisionsWanted)
  await Promise.all(guards.map((guard) => guard.stop()))

  const verdict = judge({ leaseMs, decisions, closings, calms: [calm] })
  const accepted = await acceptedByCurfew(
    product,
    key,
    closings.map(({ handle }) => handle),
  )
  await Promise.all(wires.map((wire) => wire.close()))
  console.info(
    `promise: ${decisions.length} decisions, ${verdict.accepted} accepted, ${verdict.refused} refused, ${verdict.notKnown} not known, ${closings.length} sessions closed`,
  )
  expect(closings).toHaveLength(closureCount * perClosure)
  expect(closings.filter(({ refusedEverywhereAt }) => refusedEverywhereAt === undefined)).toEqual([])
  expect(verdict.afterRefusedEverywhere).toEqual([])
  expect(verdict.laterThanOneLease).toEqual([])
  expect(verdict.openButRefused).toEqual([])
  expect(accepted).toEqual([])
  expect(verdict.accepted).toBeGreaterThan(1_000)
  expect(verdict.refused).toBeGreaterThan(1_000)

  async function closeAll(some: readonly (readonly SessionView[])[]) {
    for (const batch of some) {
      closings.push(...(await closeBatch(program, batch)))
      const justClosed = closings.slice(-perClosure).map(({ handle }) => handle)
      expect(await acceptedByCurfew(product, key, justClosed.slice(0, 1))).toEqual([])
    }
  }
})

const closings: Closing[] = []

/** Plan, close, wait for the proof; whatever falls over meanwhile is asked again. */
async function closeBatch(program: Program, batch: readonly SessionView[]): Promise<Closing[]> {
  const plan = await insist(async () =>
    planView.parse(await json(program.post('/api/plans', { sessionIds: batch.map(({ id }) => id) }), 201)),
  )
  const orderedAt = monotonicMs()
  const closure = await insist(async () =>
    closureView.parse(await json(program.post('/api/closures', { planId: plan.id, reason: 'history' }), 202)),
  )
  const okAt = monotonicMs()
  const refusedEverywhereAt = await insist(async () => {
    const { refusedEverywhereAt: at } = closureView.parse(await json(program.ask(`/api/closures/${closure.id}`), 200))
    if (at === null) throw new Error('It is not proved yet')
    return monotonicMs()
  })
  return batch.map(({ userId }) => ({ handle: userId.replace('user-of-', ''), orderedAt, okAt, refusedEverywhereAt }))
}

/** Cut, swallow and kill, one after the other, until told to stop; then mend everything. */
async function rage(
  product: Product,
  wires: readonly FlakyWire[],
  guards: readonly GuardProcess[],
  signal: AbortSignal,
) {
  for (let turn = 0; !signal.aborted; turn += 1) {
    const wire = wires[turn % wires.length]
    const guard = guards[(turn + 1) % guards.length]
    wire?.[turn % 2 === 0 ? 'cut' : 'swallow']()
    await pause(150 + Math.random() * 2 * leaseMs)
    wire?.mend()
    if (turn % 3 === 0) await guard?.crash()
    if (turn % 5 === 4) {
      await product.crash()
      await product.restart()
    }
    await pause(Math.random() * leaseMs)
  }
}

async function aSource(program: Program): Promise<string> {
  const answer = await json(
    program.post('/api/sources', { name: 'history', kinds: ['self-service-console'], leaseMs }),
    201,
  )
  return sourceKey.parse(answer).key
}

/** Those of the handles that Curfew itself still calls active. */
async function acceptedByCurfew({ url }: Product, key: string, handles: readonly string[]): Promise<string[]> {
  const accepted: string[] = []
  for (const handle of handles) {
    const active = await insist(async () => {
      const headers = { authorization: `Bearer ${key}` }
      const answer = await fetch(`${url}/source/introspect`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ handle }),
      })
      const said = (await json(Promise.resolve(answer), 200)) as { active: boolean }
      return said.active
    })
    if (active) accepted.push(handle)
  }
  return accepted
}

function inBatches(sessions: readonly SessionView[]): SessionView[][] {
  return Array.from({ length: closureCount }, (_, index) =>
    sessions.slice(index * perClosure, (index + 1) * perClosure),
  )
}

async function json(asked: Promise<Response>, status: number): Promise<unknown> {
  const response = await asked
  const text = await response.text()
  if (response.status !== status) throw new Error(`${response.url} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/** Ask until it is answered: at most for half a minute. */
async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const until = monotonicMs() + 30_000
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (monotonicMs() > until) throw error
      await pause(20)
    }
  }
}
