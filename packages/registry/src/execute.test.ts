import { CurfewError } from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aChannel, aFailingStore, aRegistry, orderFor, unaborted } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import { createCommands } from './commands.ts'
import { deliverDue } from './deliver.ts'
import { executePlan } from './execute.ts'
import { allListed } from './listing.ts'
import { createPlan, planForClosure } from './plan.ts'
import { ownSource } from './session.ts'

const many = (count: number) => Array.from({ length: count }, () => aNewSession())
const own = (id: string) =>
  aNewSession({ id, kind: 'security-console', userId: 'grace.hopper', sourceId: ownSource.id, source: ownSource.name })

test('closing stores the end and the deliveries first, then aborts commands, wakes the deliveries and announces', async () => {
  const { ports, store, aborted, changes, seen } = aRegistry()
  const session = own('console-1')
  await registerSessions(ports, [session])
  changes.length = 0
  const order = await orderFor(ports, [session.id])

  const closure = await executePlan(ports, order, anActor(), unaborted)

  expect(closure).toMatchObject({ state: 'done', planned: 1, closed: 1, alreadyClosed: 0, reason: 'Incident 12' })
  expect(closure.refusedEverywhereAt).toEqual(closure.completedAt)
  expect(await store.sessionById(session.id)).toMatchObject({
    status: 'closed',
    ending: 'closure',
    closureId: closure.id,
  })
  expect(await store.deliveriesOfSession(session.id)).toMatchObject([
    { closureId: closure.id, channel: 'event-stream', recipient: session.id, status: 'pending' },
  ])
  expect(aborted).toMatchObject([{ sessionIds: [session.id], farewell: { ending: 'closure', byYourself: true } }])
  expect(changes).toEqual([{ ended: [{ id: session.id, ending: 'closure' }], closureIds: [closure.id] }])
  expect(seen.wakes).toBe(1)
})

test('when the store cannot be written nobody is told and nothing is closed', async () => {
  const memory = createMemoryStore()
  const failure = new CurfewError('store-unavailable', 'The disk is full.')
  const { store, mend } = aFailingStore(memory, ['endSessions'], failure)
  const { ports, aborted, changes, seen } = aRegistry({ store })
  const sessions = many(3)
  await registerSessions(ports, sessions)
  changes.length = 0
  const order = await orderFor(
    ports,
    sessions.map(({ id }) => id),
  )

  await expect(executePlan(ports, order, anActor(), unaborted)).rejects.toBe(failure)

  expect([aborted, changes, seen.wakes]).toEqual([[], [], 0])
  mend()
  expect(await executePlan(ports, order, anActor(), unaborted)).toMatchObject({ state: 'done', closed: 3 })
})

test('a RADIUS session is closing until its NAS says so; every other one is closed at once', async () => {
  const { ports, store } = aRegistry()
  const radius = aNewSession({ kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })
  const portal = aNewSession()
  await registerSessions(ports, [radius, portal])

  await executePlan(ports, await orderFor(ports, [radius.id, portal.id]), anActor(), unaborted)

  expect(await store.sessionById(radius.id)).toMatchObject({ status: 'closing' })
  expect(await store.sessionById(portal.id)).toMatchObject({ status: 'closed' })
})

test('ordering a plan twice, also at once, gives one closure', async () => {
  const memory = createMemoryStore()
  let reads = 0
  // Every other read is slower: whoever went through the plan on their own would overtake one another.
  const plannedSessions: typeof memory.plannedSessions = async (...words) => {
    reads += 1
    if (reads % 2 === 0) await new Promise(setImmediate)
    return memory.plannedSessions(...words)
  }
  const { ports, store } = aRegistry({ store: { ...memory, plannedSessions } })
  const sessions = many(2_500)
  await registerSessions(ports, sessions)
  const order = await orderFor(
    ports,
    sessions.map(({ id }) => id),
  )

  const closures = await Promise.all([1, 2, 3].map(() => executePlan(ports, order, anActor(), unaborted)))
  const again = await executePlan(ports, { ...order, reason: 'Another' }, anActor(), unaborted)

  expect(closures[0]).toMatchObject({ closed: 2_500, alreadyClosed: 0, state: 'done' })
  expect(new Set([...closures, again].map((closure) => JSON.stringify(closure))).size).toBe(1)
  expect((await store.closures(10, null)).items).toHaveLength(1)
  expect(reads).toBe(3)
})

test('a plan that was executed is answered for ever, one that was not expires', async () => {
  const { ports, time } = aRegistry()
  const [one, other] = many(2)
  await registerSessions(
    ports,
    [one, other].flatMap((session) => session ?? []),
  )
  const executed = await orderFor(ports, [one?.id ?? ''])
  const idle = await orderFor(ports, [other?.id ?? ''])
  const closure = await executePlan(ports, executed, anActor(), unaborted)
  time.advance(10 * 60_000)

  expect(await executePlan(ports, executed, anActor(), unaborted)).toEqual(closure)
  await expect(executePlan(ports, idle, anActor(), unaborted)).rejects.toMatchObject({ code: 'plan-expired' })
})

test('a plan of another administrator, or of another session, is as unknown as nonsense', async () => {
  const { ports } = aRegistry()
  const order = await orderFor(ports, ['any'])
  const messages = await Promise.all(
    [
      executePlan(ports, order, anActor({ userId: 'alan.turing' }), unaborted),
      executePlan(ports, order, anActor({ sessionId: 'another' }), unaborted),
      executePlan(ports, { ...order, planId: 'nonsense' }, anActor(), unaborted),
    ].map((executing) => executing.catch((error: unknown) => error)),
  )

  expect(messages[0]).toMatchObject({ code: 'not-found' })
  expect(messages[1]).toEqual(messages[0])
  expect(messages[2]).toEqual(messages[0])
})

test('the password is asked for again above a hundred sessions and for all that match', async () => {
  const { ports } = aRegistry()
  const sessions = many(101)
  await registerSessions(ports, sessions)
  const ids = sessions.map(({ id }) => id)
  const needs = async (selection: Parameters<typeof createPlan>[1]) =>
    (await createPlan(ports, selection, anActor(), allListed)).needsPassword

  expect(await needs({ sessionIds: ids.slice(1) })).toBe(false)
  expect(await needs({ sessionIds: ids })).toBe(true)
  expect(await needs({ filters: [{ field: 'userId', operator: 'equals', value: 'nobody' }], except: [] })).toBe(true)
  const order = await orderFor(ports, ids)
  expect(await planForClosure(ports, order.planId, anActor())).toMatchObject({ needsPassword: true })
  await executePlan(ports, order, anActor(), unaborted)
  expect(await planForClosure(ports, order.planId, anActor())).toMatchObject({ needsPassword: false })
})

test('a plan names the recipients that cannot be told, and a channel that fails to say so spoils nothing', async () => {
  const vpn = { recipient: 'vpn-1', sessions: 1, cause: 'No answer.', since: null }
  const { ports } = aRegistry({
    channels: [
      { channel: 'radius-disconnect', tell: async () => [], cannotBeTold: async () => [vpn] },
      { channel: 'guard-feed', tell: async () => [], cannotBeTold: () => Promise.reject(new Error('Broken.')) },
      { channel: 'event-stream', tell: async () => [] },
    ],
  })

  const { cannotBeTold } = await createPlan(ports, { sessionIds: ['any'] }, anActor(), allListed)

  expect(cannotBeTold).toEqual([vpn])
})

test('a plan names the recipients that have not answered, unless their channel has said it better', async () => {
  const silent = (recipient: string) => aNewSession({ kind: 'radius', sourceId: recipient, source: recipient })
  const vpn = { recipient: 'vpn-1', sessions: 1, cause: 'No port.', since: null }
  const channel = aChannel('radius-disconnect', () => ({ to: 'unreachable', cause: 'No answer.' }))
  const { ports, time } = aRegistry({ channels: [{ ...channel, cannotBeTold: async () => [vpn] }] })
  const sessions = ['vpn-1', 'vpn-2', 'vpn-2', 'vpn-3'].flatMap((name) => [silent(name), silent(name), silent(name)])
  await registerSessions(ports, [...sessions, ...['vpn-1', 'vpn-2', 'vpn-4'].map(silent)])
  await executePlan(
    ports,
    await orderFor(
      ports,
      sessions.slice(0, 9).map(({ id }) => id),
    ),
    anActor(),
    unaborted,
  )
  await deliverDue(ports)
  const since = time.clock()
  time.advance(500)

  const { cannotBeTold } = await createPlan(ports, { filters: [], except: [] }, anActor(), allListed)

  expect(cannotBeTold).toEqual([vpn, { recipient: 'vpn-2', sessions: 1, cause: 'It has not answered', since }])
})

test("one's own session is closed last, and the command that closes it still gives its answer", async () => {
  const time = aRegistry().time
  const commands = createCommands({ clock: time.clock, setCommand: async () => {}, setTimer: time.setTimer })
  const { ports, store } = aRegistry({ commands })
  const mine = own('own-session')
  const others = many(1_500)
  await registerSessions(ports, [mine, ...others])
  const order = await orderFor(ports, [mine.id, ...others.map(({ id }) => id)])
  const session = await store.sessionById(mine.id)
  if (!session) throw new Error('It was registered.')
  const exporting = commands.run(session, 'Export sessions', ({ signal }) => untilAborted(signal))
  const interrupted = expect(exporting).rejects.toMatchObject({ code: 'session-closed' })

  const closure = await commands.run(session, 'Close Sessions', ({ signal }) =>
    executePlan(ports, order, anActor(), signal),
  )

  await interrupted
  expect(closure).toMatchObject({ state: 'done', closed: 1_501, includedOwnSession: true })
  const last = (await store.plannedSessions(order.planId, 1_500, 1)).map(({ id }) => id)
  expect(last).toEqual([mine.id])
})

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

test('where guards decide, a closure is refused everywhere only when they have let go', async () => {
  let letGo = () => {}
  const asked: [string, readonly string[]][] = []
  const { ports, store, time, changes } = aRegistry({
    refusedByGuards: (closureId, sourceIds) => {
      asked.push([closureId, sourceIds])
      return new Promise((resolve) => {
        letGo = resolve
      })
    },
  })
  const [guarded, mine] = [aNewSession(), own('console-1')]
  await registerSessions(ports, [guarded, mine])

  const closure = await executePlan(ports, await orderFor(ports, [guarded.id, mine.id]), anActor(), unaborted)
  expect(closure).toMatchObject({ state: 'done', refusedEverywhereAt: null })
  expect(asked).toEqual([[closure.id, ['portal']]])
  time.advance(800)
  changes.length = 0
  letGo()
  await expect.poll(() => changes, { interval: 1 }).toEqual([{ closureIds: [closure.id] }])

  expect((await store.closureById(closure.id))?.refusedEverywhereAt).toEqual(time.clock())
})

test('closing only sessions of Curfew itself asks no guard', async () => {
  const { ports } = aRegistry({ refusedByGuards: () => Promise.reject(new Error('Nobody should ask.')) })
  const mine = own('console-1')
  await registerSessions(ports, [mine])

  const closure = await executePlan(ports, await orderFor(ports, [mine.id]), anActor(), unaborted)

  expect(closure.refusedEverywhereAt).toEqual(closure.completedAt)
})
