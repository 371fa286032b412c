import { webhookEventTypes } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aSession, aWebhook } from './cast/index.ts'
import {
  afterAccepted,
  afterFailed,
  bodyOf,
  disabledAfter,
  eventIdOf,
  failuresOfASink,
  isWanted,
  nextTry,
  patienceMs,
  wantsClosure,
} from './webhook-rules.ts'

const now = new Date('2026-03-02T09:15:00.000Z')
const never = { failures: 0, failingSince: null, nextAttemptAt: null, cause: '', lastAcceptedAt: null }
const failed = { cause: 'It answered 500.', at: now, chance: 0, isOnTrial: false }

test('a session that is not listed is nobody’s, whatever a webhook asks for', () => {
  const all = aWebhook({ types: webhookEventTypes })

  expect(isWanted([all], 'session.opened', aSession())).toBe(true)
  for (const kind of ['authentication-agent', 'operations-console'] as const)
    for (const type of webhookEventTypes) expect(isWanted([all], type, aSession({ kind }))).toBe(false)
  const shown = aSession({ kind: 'operations-console', superAdminCredentials: true })
  expect(isWanted([all], 'session.opened', shown)).toBe(true)
})

test('a webhook has what it chose: by type, by kind, by source, and nothing while it is disabled', () => {
  const session = aSession({ kind: 'radius', sourceId: 'vpn' })
  const wants = (overrides: object) => isWanted([aWebhook(overrides)], 'session.opened', session)

  expect(wants({ kinds: ['radius'], sourceIds: ['vpn'] })).toBe(true)
  expect(wants({ types: ['session.closed'] })).toBe(false)
  expect(wants({ kinds: ['api'] })).toBe(false)
  expect(wants({ sourceIds: ['wlan'] })).toBe(false)
  expect(wants({ disabled: { reason: 'gone', at: now } })).toBe(false)
})

test('a closure is wanted if it had to do with a chosen kind and a chosen source', () => {
  const plan = {
    byKind: [{ kind: 'radius', count: 1 }],
    bySource: [{ sourceId: 'vpn', source: 'vpn', count: 1 }],
  } as const
  const wants = (overrides: object) =>
    wantsClosure(aWebhook({ types: ['closure.refused-everywhere'], ...overrides }), plan)

  expect(wants({})).toBe(true)
  expect(wants({ kinds: ['radius', 'api'], sourceIds: ['vpn'] })).toBe(true)
  expect(wants({ kinds: ['api'] })).toBe(false)
  expect(wants({ sourceIds: ['wlan'] })).toBe(false)
  expect(wants({ types: ['session.closed'] })).toBe(false)
})

test('no payload holds a name, an address, a user agent, a handle, a reason or a message', () => {
  const secretive = { firstName: '§1', lastName: '§2', clientAddress: '§3', userAgent: '§4', handle: '§5' }
  const session = aSession({
    ...secretive,
    identitySource: '§6',
    securityDomain: '§7',
    endedAt: now,
    ending: 'closure',
  })
  for (const type of webhookEventTypes) {
    const ids = { sessionId: session.id, deliveryId: null, closureId: null }
    const body = bodyOf({ position: 1, type, at: now, ...ids, session, delivery: null, closure: null })
    expect(body).not.toContain('§')
    expect(JSON.parse(body)).toMatchObject({ type, timestamp: now.toISOString(), data: { sessionId: session.id } })
  }
})

test('ids of different events differ, and hold no dot, for what is signed is joined by dots', () => {
  const parts = fc.record({
    type: fc.constantFrom(...webhookEventTypes),
    position: fc.nat(),
    sessionId: fc.uuid(),
    deliveryId: fc.option(fc.uuid()),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(parts, { minLength: 2, maxLength: 5, selector: (one) => JSON.stringify(one) }),
      (all) => {
        const ids = all.map((one) =>
          eventIdOf({ ...one, at: now, closureId: null, session: null, delivery: null, closure: null }),
        )
        const subjects = new Set(all.map((one) => `${one.type} ${one.position} ${one.deliveryId ?? one.sessionId}`))
        return new Set(ids).size === subjects.size && ids.every((id) => /^[\w-]+$/.test(id))
      },
    ),
  )
})

test('an event is tried again after 5 s, then twice as long, never more than an hour, for three days', () => {
  const waits = [1, 2, 3, 20].map((attempts) => nextTry(now, attempts, now, 1)?.getTime())

  expect(waits.map((at) => (at ?? 0) - now.getTime())).toEqual([5_000, 10_000, 20_000, 3_600_000])
  expect(nextTry(now, 1, new Date(now.getTime() + patienceMs), 1)).toBeNull()
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, chance) => {
        const waitMs = (nextTry(now, attempts, now, chance)?.getTime() ?? 0) - now.getTime()
        return waitMs >= 2_500 && waitMs <= 3_600_000
      },
    ),
  )
})

test('ten failures in a row make it the sink that fails; side by side they count as ten, one by one the waits grow', () => {
  let standing = Array.from({ length: 16 }).reduce<typeof never>(
    (before) => afterFailed(before, failed) as typeof never,
    never,
  )
  expect(standing).toMatchObject({ failures: failuresOfASink, failingSince: now })
  const waits: number[] = []
  for (let trial = 0; trial < 12; trial += 1) {
    standing = afterFailed(standing, { ...failed, chance: 1, isOnTrial: true }) as typeof never
    waits.push(((standing.nextAttemptAt as Date | null)?.getTime() ?? 0) - now.getTime())
  }
  expect(waits.slice(0, 3)).toEqual([10_000, 20_000, 40_000])
  expect(waits.at(-1)).toBe(600_000)
  expect(afterAccepted(standing, now)).toEqual({ ...never, lastAcceptedAt: now })
})

test('only 410 and three days without a good answer disable', () => {
  const threeDaysAgo = new Date(now.getTime() - patienceMs)

  expect(disabledAfter({ ...never, failingSince: now }, 410, now)).toEqual({ reason: 'gone', at: now })
  expect(disabledAfter({ ...never, failingSince: now }, 404, now)).toBeNull()
  expect(disabledAfter({ ...never, failures: 9, failingSince: threeDaysAgo }, null, now)).toBeNull()
  expect(disabledAfter({ ...never, failures: 10, failingSince: threeDaysAgo }, null, now)).toEqual({
    reason: 'failing',
    at: now,
  })
  expect(disabledAfter(never, 500, now)).toBeNull()
})
