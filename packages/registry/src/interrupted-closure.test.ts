import { CurfewError } from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { aRegistry, orderFor, unaborted } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import { executePlan, resumeClosures } from './execute.ts'
import { allListed } from './listing.ts'
import type { RegistryPorts } from './ports.ts'

const many = (count: number) => Array.from({ length: count }, () => aNewSession())

test('an administrator whose session is closed meanwhile leaves an interrupted closure and learns how far it went', async () => {
  const controller = new AbortController()
  const farewell = {
    ending: 'closure',
    at: '2026-03-02T09:00:00.000Z',
    byYourself: false,
    messageToUser: null,
  } as const
  const { ports, store, changes } = aRegistry()
  const sessions = many(2_500)
  await registerSessions(ports, sessions)
  const order = await orderFor(
    ports,
    sessions.map(({ id }) => id),
  )
  changes.length = 0
  const announce = ports.changes.announce.bind(ports.changes)
  const closing: RegistryPorts = {
    ...ports,
    changes: {
      announce(change) {
        announce(change)
        controller.abort(new CurfewError('session-closed', 'Closed.', { farewell }))
      },
    },
  }

  const failure = await executePlan(closing, order, anActor(), controller.signal).catch((error: unknown) => error)

  expect(failure).toMatchObject({
    code: 'session-closed',
    extra: { farewell, command: { effect: 'partly', detail: expect.stringContaining('1000 of 2500') } },
  })
  const [closure] = (await store.closures(1, null)).items
  expect(closure).toMatchObject({ state: 'interrupted', closed: 1_000, position: 1_000 })
  expect(closure?.completedAt).not.toBeNull()
  expect(await store.count({ scope: allListed, filters: [], now: ports.clock() })).toBe(1_500)
  expect(await resumeClosures(ports)).toBe(0)
})

test('a closure that is interrupted before it began has closed nothing and says so', async () => {
  const { ports } = aRegistry()
  const sessions = many(2)
  await registerSessions(ports, sessions)
  const order = await orderFor(
    ports,
    sessions.map(({ id }) => id),
  )

  const closing = executePlan(ports, order, anActor(), AbortSignal.abort())

  await expect(closing).rejects.toMatchObject({ code: 'session-closed', extra: { command: { effect: 'none' } } })
})

test('a closure that a crash has stopped anywhere is finished at the next start, and nothing is counted twice', async () => {
  for (const stopAfter of [0, 1, 2, 3]) {
    const memory = createMemoryStore()
    const { ports } = aRegistry({ store: memory })
    const sessions = many(2_345)
    await registerSessions(ports, sessions)
    const order = await orderFor(
      ports,
      sessions.map(({ id }) => id),
    )
    let calls = 0
    const crashing = new Proxy(memory, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver)
        if (name !== 'endSessions' || calls++ < stopAfter) return method
        return () => Promise.reject(new Error('The process is gone.'))
      },
    })
    const before = executePlan({ ...ports, store: crashing }, order, anActor(), unaborted)
    if (stopAfter < 3) await expect(before).rejects.toThrow('The process is gone.')
    else await before

    const after = aRegistry({ store: memory })
    expect(await resumeClosures(after.ports)).toBe(stopAfter < 3 ? 1 : 0)

    const [closure] = (await memory.closures(1, null)).items
    expect(closure).toMatchObject({ state: 'done', closed: 2_345, alreadyClosed: 0 })
    const counts = await memory.countDeliveries([closure?.id ?? ''])
    expect(counts.get(closure?.id ?? '')?.total).toBe(2_345)
    expect(await executePlan(after.ports, order, anActor(), unaborted)).toEqual(closure)
  }
})

test('a closure that is being carried out is not taken for one that was left behind', async () => {
  const memory = createMemoryStore()
  const resumed: number[] = []
  const { ports } = aRegistry({
    store: {
      ...memory,
      async plannedSessions(...words) {
        resumed.push(await resumeClosures(ports))
        return memory.plannedSessions(...words)
      },
    },
  })
  const sessions = many(1_500)
  await registerSessions(ports, sessions)
  const order = await orderFor(
    ports,
    sessions.map(({ id }) => id),
  )

  const closure = await executePlan(ports, order, anActor(), unaborted)

  expect(closure).toMatchObject({ state: 'done', closed: 1_500 })
  expect(resumed).toEqual([0, 0])
})
