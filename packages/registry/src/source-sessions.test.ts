import type { SourceSession } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { aSource, aSourceSession } from './cast/index.ts'
import { endForSource, registerForSource, sessionForSource, touchForSource } from './source-sessions.ts'
import { sweepExpired } from './sweep.ts'

const portal = aSource({ name: 'portal' })
const one = (overrides: Partial<SourceSession> = {}) => aSourceSession({ handle: 'one', ...overrides })

test('registering is harmless to repeat, and each item is judged for itself', async () => {
  const { ports, changes } = aRegistry()

  const first = await registerForSource(ports, portal, [one(), one({ handle: 'two', kind: 'api' })])
  const again = await registerForSource(ports, portal, [one({ lastName: 'Other' })])

  expect(first.map(({ handle, outcome }) => [handle, outcome])).toEqual([
    ['one', 'registered'],
    ['two', 'rejected'],
  ])
  expect(first[1]?.detail).toMatch(/may not register/)
  expect(again).toEqual([{ handle: 'one', outcome: 'already', sessionId: first[0]?.sessionId, detail: '' }])
  expect(changes).toEqual([{ began: 1 }])
})

test('a begun logon is finished by registering its handle as active, also within one batch', async () => {
  const { ports, time } = aRegistry()
  const begun = one({ status: 'abandoned-in-progress' })

  const [first] = await registerForSource(ports, portal, [begun])
  time.advance(60_000)
  const finished = await registerForSource(ports, portal, [one({ idleLimitSeconds: 600 })])
  const backwards = await registerForSource(ports, portal, [begun])
  const both = await registerForSource(ports, portal, [
    { ...begun, handle: 'two' },
    one({ handle: 'two' }),
    one({ handle: 'two' }),
  ])

  expect(finished).toEqual([{ handle: 'one', outcome: 'finished', sessionId: first?.sessionId, detail: '' }])
  expect(backwards.map(({ outcome }) => outcome)).toEqual(['already'])
  expect(both.map(({ outcome }) => outcome)).toEqual(['registered', 'finished', 'already'])
  expect(new Set(both.map(({ sessionId }) => sessionId)).size).toBe(1)
  expect(await sessionForSource(ports, portal, 'one')).toMatchObject({
    status: 'active',
    idleLimitSeconds: 600,
    absoluteLimitSeconds: 28_800,
    lastActivityAt: time.clock(),
  })
})

test('a handle that is used again after an end is a new session, and the old one stays ended', async () => {
  const { ports, store } = aRegistry()
  const [first] = await registerForSource(ports, portal, [one()])
  await endForSource(ports, portal, ['one'])

  const [second] = await registerForSource(ports, portal, [one()])

  expect(second?.outcome).toBe('registered')
  expect(second?.sessionId).not.toBe(first?.sessionId)
  expect(await store.sessionById(first?.sessionId ?? '')).toMatchObject({ status: 'closed', ending: 'source' })
})

test('a handle whose session has expired, although no sweep has said so, is a new session, too', async () => {
  const { ports, store, time } = aRegistry()
  const [first] = await registerForSource(ports, portal, [one({ idleLimitSeconds: 60 })])
  time.advance(60_000)

  const touched = await touchForSource(ports, portal, [{ handle: 'one' }])
  const ended = await endForSource(ports, portal, ['one'])
  const [second] = await registerForSource(ports, portal, [one()])

  expect(touched).toEqual([{ handle: 'one', outcome: 'already-ended' }])
  expect(ended).toEqual([{ handle: 'one', outcome: 'already-ended' }])
  expect(second?.outcome).toBe('registered')
  expect(await store.sessionById(first?.sessionId ?? '')).toMatchObject({ ending: 'idle-limit' })
})

test('a handle that is open for somebody else is not handed over', async () => {
  const { ports } = aRegistry()
  await registerForSource(ports, portal, [one()])

  const [result] = await registerForSource(ports, portal, [one({ userId: 'bob' })])

  expect(result).toMatchObject({ outcome: 'rejected', sessionId: null, detail: expect.stringMatching(/another user/) })
  expect(await sessionForSource(ports, portal, 'one')).toMatchObject({ userId: 'ada' })
})

test("another source's handle is unknown, whatever is done with it", async () => {
  const { ports } = aRegistry()
  const shop = aSource({ name: 'shop' })
  await registerForSource(ports, portal, [one()])

  expect(await touchForSource(ports, shop, [{ handle: 'one' }])).toEqual([{ handle: 'one', outcome: 'unknown' }])
  expect(await endForSource(ports, shop, ['one'])).toEqual([{ handle: 'one', outcome: 'unknown' }])
  expect(await sessionForSource(ports, shop, 'one')).toBeUndefined()
  expect(await sessionForSource(ports, portal, 'one')).toMatchObject({ endedAt: null })
})

test('a touch keeps a session from going idle, tells its command, and cannot lie in the future', async () => {
  const { ports, time, changes, store } = aRegistry()
  const [registered] = await registerForSource(ports, portal, [one()])
  const id = registered?.sessionId ?? ''
  time.advance(60_000)
  const at = time.clock()

  const begun = await touchForSource(ports, portal, [
    { handle: 'one', at: '2030-01-01T00:00:00.000Z', command: 'Export tokens' },
    { handle: 'none' },
  ])
  time.advance(1_000)
  await touchForSource(ports, portal, [{ handle: 'one', command: 'Export tokens' }])
  const during = await store.sessionById(id)
  await touchForSource(ports, portal, [{ handle: 'one', at: '2020-01-01T00:00:00.000Z' }])
  await touchForSource(ports, portal, [{ handle: 'one', command: null }])

  expect(begun.map(({ outcome }) => outcome)).toEqual(['touched', 'unknown'])
  expect(during).toMatchObject({ lastActivityAt: time.clock(), command: { name: 'Export tokens', startedAt: at } })
  expect(await store.sessionById(id)).toMatchObject({ lastActivityAt: time.clock(), command: null })
  expect(changes.filter(({ changed }) => changed)).toEqual([{ changed: [id] }, { changed: [id] }])
})

test('its own guards hear of an end that the source itself made; one that cannot be told has nothing to hear', async () => {
  const { ports, store } = aRegistry()
  const told = aSource({ name: 'told' })
  const untold = aSource({ name: 'untold', channel: null })
  const audit = { id: 'a', at: new Date(0), actor: null, act: 'source-created', target: '', detail: {} }
  await store.createSource(told, audit)
  await store.createSource(untold, audit)
  for (const source of [told, untold]) await registerForSource(ports, source, [one()])

  for (const source of [told, untold]) await endForSource(ports, source, ['one', 'one'])

  expect((await store.feedAfter(told.id, 0, 10)).map(({ channel, recipientName }) => [channel, recipientName])).toEqual(
    [['guard-feed', 'told']],
  )
  const ended = await store.sessionByHandle(untold.id, 'one')
  expect(ended).toMatchObject({ ending: 'source' })
  expect(await store.deliveriesOfSession(ended?.id ?? '')).toEqual([])
})

test('a handle with half a character is kept, found and named as it was given', async () => {
  const { ports } = aRegistry()
  const handle = 'half \ud83d'

  const [registered] = await registerForSource(ports, portal, [one({ handle })])
  const [again] = await registerForSource(ports, portal, [one({ handle })])

  expect([registered, again].map((result) => [result?.handle, result?.outcome])).toEqual([
    [handle, 'registered'],
    [handle, 'already'],
  ])
  expect(await touchForSource(ports, portal, [{ handle }])).toEqual([{ handle, outcome: 'touched' }])
})

/** The rules said once more, in the simplest words: what a source's handles lead to. */
type Believed = {
  sessionId: string
  status: 'active' | 'abandoned-in-progress'
  userId: string
  untilMs: number
  isEnded: boolean
}

test('whatever sources do, in whatever order, their handles lead to what the rules say', {
  timeout: 30_000,
}, async () => {
  const handle = fc.constantFrom('one', 'two', 'three')
  const source = fc.constantFrom(0, 1)
  const register = fc.record({
    act: fc.constant('register' as const),
    source,
    items: fc.array(
      fc.record({
        handle,
        userId: fc.constantFrom('ada', 'bob'),
        status: fc.constantFrom('active' as const, 'abandoned-in-progress' as const),
        kind: fc.constantFrom('self-service-console' as const, 'token-management-snap-in' as const),
        idleLimitSeconds: fc.constantFrom(60, 600),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  const handles = fc.array(handle, { minLength: 1, maxLength: 3 })
  const act = fc.oneof(
    register,
    fc.record({ act: fc.constantFrom('touch' as const, 'end' as const), source, handles }),
    fc.record({ act: fc.constant('pass' as const), seconds: fc.constantFrom(1, 59, 61), sweeps: fc.boolean() }),
  )
  const property = fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
    const { ports, time } = aRegistry()
    const sources = [aSource(), aSource()]
    const beliefs = sources.map(() => new Map<string, Believed>())
    const idle = new Map<string, number>()
    const nowMs = () => time.clock().getTime()
    const isIn = (known: Believed | undefined) => known !== undefined && !known.isEnded && nowMs() < known.untilMs

    for (const step of acts) {
      if (step.act === 'pass') {
        time.advance(step.seconds * 1_000)
        if (step.sweeps) await sweepExpired(ports)
        continue
      }
      const believed = beliefs[step.source] ?? new Map<string, Believed>()
      const asking = sources[step.source] ?? aSource()
      if (step.act === 'register') {
        const results = await registerForSource(
          ports,
          asking,
          step.items.map((item) => aSourceSession(item)),
        )
        for (const [index, item] of step.items.entries()) {
          const known = believed.get(item.handle)
          const expected =
            item.kind === 'token-management-snap-in'
              ? 'rejected'
              : !isIn(known)
                ? 'registered'
                : known?.userId !== item.userId
                  ? 'rejected'
                  : known.status === 'abandoned-in-progress' && item.status === 'active'
                    ? 'finished'
                    : 'already'
          expect(results[index]?.outcome).toBe(expected)
          const sessionId = results[index]?.sessionId ?? ''
          if (expected === 'already' || expected === 'finished') expect(sessionId).toBe(known?.sessionId)
          if (expected === 'registered') expect(sessionId).not.toBe(known?.sessionId)
          if (expected === 'registered' || expected === 'finished') {
            idle.set(sessionId, item.idleLimitSeconds * 1_000)
            const untilMs = nowMs() + item.idleLimitSeconds * 1_000
            believed.set(item.handle, { ...item, sessionId, untilMs, isEnded: false })
          }
        }
      } else {
        const results =
          step.act === 'touch'
            ? await touchForSource(
                ports,
                asking,
                step.handles.map((name) => ({ handle: name })),
              )
            : await endForSource(ports, asking, step.handles)
        for (const [index, name] of step.handles.entries()) {
          const known = believed.get(name)
          const success = step.act === 'touch' ? 'touched' : 'ended'
          expect(results[index]?.outcome).toBe(known ? (isIn(known) ? success : 'already-ended') : 'unknown')
          if (known && isIn(known) && step.act === 'touch') known.untilMs = nowMs() + (idle.get(known.sessionId) ?? 0)
          if (known && step.act === 'end') known.isEnded = true
        }
      }
      for (const [index, all] of beliefs.entries())
        for (const name of ['one', 'two', 'three']) {
          const session = await sessionForSource(ports, sources[index] ?? aSource(), name)
          const known = all.get(name)
          expect([session?.id, session?.endedAt === null]).toEqual([known?.sessionId, known ? isIn(known) : false])
        }
    }
  })

  await fc.assert(property, { numRuns: 300 })
})
