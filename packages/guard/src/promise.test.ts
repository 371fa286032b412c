import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leaseMs, World } from './promise.test-kit.ts'

const rates = fc.array(fc.double({ min: 0.985, max: 1.015, noNaN: true }), { minLength: 1, maxLength: 3 })
const session = fc.nat(2)
const guard = fc.nat(2)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(leaseMs / 2) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), index: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('hear' as const, 'report' as const), guard }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('request' as const, 'introspect' as const), guard, session }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('renew' as const, 'learn' as const), guard, session }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), session }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), index: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'reconnect' as const, 'crash' as const), guard }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function act(world: World, next: Step) {
  const at = 'guard' in next ? world.guards[next.guard % world.guards.length] : undefined
  if (next.do === 'pass') await world.pass(next.ms)
  else if (next.do === 'deliver') await world.deliver(next.index)
  else if (next.do === 'drop') world.drop(next.index)
  else if (next.do === 'close') await world.close(next.session)
  else if (next.do === 'restart') await world.restartCurfew()
  else if (!at) return
  else if (next.do === 'hear') world.hear(at)
  else if (next.do === 'report') world.report(at)
  else if (next.do === 'cut') world.cutFeed(at)
  else if (next.do === 'reconnect') world.reconnect(at)
  else if (next.do === 'crash') world.startGuard(at)
  else if (next.do === 'introspect') world.introspect(at, next.session)
  else if (next.do === 'renew') await world.roundTrip(() => world.report(at))
  else if (next.do === 'learn') await world.roundTrip(() => world.introspect(at, next.session))
  else if (next.do === 'request') world.request(at, next.session)
}

/** Reach into every state: at the end each guard is asked for each session, now and again as leases run out. */
async function probe(world: World) {
  for (let turn = 0; turn < 8; turn += 1) {
    for (const at of world.guards) for (let one = 0; one <= 2; one += 1) world.request(at, one)
    await world.pass(leaseMs / 6)
  }
}

test('no interleaving of close, accept, renew, cut, crash and restart breaks the promise', async () => {
  await fc.assert(
    fc.asyncProperty(rates, fc.array(step, { minLength: 10, maxLength: 60 }), async (clockRates, steps) => {
      const world = new World(clockRates)

      for (const next of steps) await act(world, next)
      await probe(world)

      expect(world.breaches).toEqual([])
    }),
    { numRuns: 4_000 },
  )
})

test('every closure is refused everywhere at most one lease later while Curfew lives, whatever its guards do', async () => {
  await fc.assert(
    fc.asyncProperty(rates, fc.array(step, { minLength: 10, maxLength: 80 }), async (clockRates, steps) => {
      const world = new World(clockRates)
      for (const next of steps) await act(world, next)
      const open = [...world.closures.values()].filter((closed) => closed.refusedEverywhereAt === undefined)

      await world.pass(leaseMs + 1)

      expect(open.every((closed) => closed.refusedEverywhereAt !== undefined)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('a guard that hears and reports makes the proof at once', async () => {
  const world = new World([1])
  const [at] = world.guards
  if (!at) throw new Error('one guard was asked for')
  world.report(at)
  await world.deliver(0)
  await world.deliver(0)
  world.introspect(at, 0)
  await world.deliver(0)
  await world.deliver(0)
  expect(world.request(at, 0)).toBe(true)

  await world.close(0)
  const beforeHearing = world.closures.get(0)?.refusedEverywhereAt
  world.hear(at)
  world.report(at)
  await world.deliver(0)

  expect(beforeHearing).toBeUndefined()
  expect(world.closures.get(0)?.refusedEverywhereAt).toBe(world.now)
  expect(world.request(at, 0)).toBe(false)
})

test('the model finds the fault when a guard forgets to wait for the named position', async () => {
  const world = new World([1])
  const [at] = world.guards
  if (!at?.lease) throw new Error('one guard was asked for')
  world.introspect(at, 0)
  await world.deliver(0)
  await world.deliver(0)
  await world.close(0)
  at.lease.applied(1) // It claims to have applied what it never heard.
  world.report(at)
  await world.deliver(0)
  await world.deliver(0)

  world.request(at, 0)

  expect(world.breaches).toEqual(['session 0 accepted after refused everywhere'])
})
