import { type SourceSession, sessionKinds } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aSource, aSourceSession } from './cast/index.ts'
import { defaultLimits } from './limits.ts'
import { isListed } from './listed.ts'
import { isGood, isSilent, judgeRegistration, kindsOfSources } from './source-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000)

const vias = fc.constantFrom('direct' as const, 'web-tier' as const)
const anySource = fc
  .record({ kinds: fc.subarray([...kindsOfSources], { minLength: 1 }), via: fc.option(vias) })
  .map((fields) => aSource(fields))
const anySession: fc.Arbitrary<SourceSession> = fc
  .record(
    {
      kind: fc.constantFrom(...sessionKinds),
      via: vias,
      superAdminCredentials: fc.boolean(),
      status: fc.constantFrom('active' as const, 'abandoned-in-progress' as const),
      loggedOnAt: fc.integer({ min: -3_600, max: 40_000 }).map((ago) => secondsAgo(ago).toISOString()),
      idleLimitSeconds: fc.integer({ min: 1, max: 100_000 }),
      absoluteLimitSeconds: fc.integer({ min: 1, max: 100_000 }),
    },
    { requiredKeys: ['kind'] },
  )
  .map((fields) => aSourceSession(fields))

test('whatever it asks for, a source gets no session of a kind that it was not granted, and each refusal says why', () => {
  fc.assert(
    fc.property(anySource, anySession, (source, asked) => {
      const judged = judgeRegistration(source, asked, now)

      if ('detail' in judged) {
        expect(judged.detail).toMatch(/^\S.+\.$/)
        return
      }
      const { session } = judged
      expect(source.kinds).toContain(session.kind)
      expect(session).toMatchObject({ sourceId: source.id, source: source.name, credentialHash: null })
      expect(session.loggedOnAt.getTime()).toBeLessThanOrEqual(now.getTime())
      expect(session.lastActivityAt).toEqual(now)
      // Only what one said of an operations console decides whether it is listed.
      if (session.kind === 'operations-console') expect(isListed(session)).toBe(asked.superAdminCredentials)
      else expect(session.superAdminCredentials).toBe(false)
      if (session.kind === 'self-service-console') expect(session.via).toBe(source.via ?? asked.via ?? 'direct')
      else expect(session.via).toBe(null)
    }),
    { numRuns: 500 },
  )
})

test('a session of a granted kind that says nothing odd is always taken', () => {
  fc.assert(
    fc.property(anySource, (source) => {
      for (const kind of source.kinds)
        expect(judgeRegistration(source, aSourceSession({ kind }), now)).toHaveProperty('session')
    }),
  )
})

test('limits are those of the source, else the defaults of the status', () => {
  const limitsOf = (asked: Partial<SourceSession>) => {
    const judged = judgeRegistration(aSource(), aSourceSession(asked), now)
    return 'session' in judged ? [judged.session.idleLimitSeconds, judged.session.absoluteLimitSeconds] : []
  }

  const { idleLimitSeconds, absoluteLimitSeconds } = defaultLimits('abandoned-in-progress')
  expect(limitsOf({})).toEqual([1_800, 28_800])
  expect(limitsOf({ status: 'abandoned-in-progress' })).toEqual([idleLimitSeconds, absoluteLimitSeconds])
  expect(limitsOf({ idleLimitSeconds: 60 })).toEqual([60, 28_800])
  expect(limitsOf({ absoluteLimitSeconds: 60 })).toEqual([1_800, 60])
})

test.each([
  ['a kind that was not granted', { kind: 'token-management-snap-in' }, /may not register sessions of the kind/],
  ['super admin credentials elsewhere', { superAdminCredentials: true }, /belong to operations-console/],
  ['via elsewhere', { kind: 'operations-console', via: 'direct' }, /belongs to self-service-console/],
  ['another via than the source has', { via: 'direct' }, /reach .+ web-tier, not direct/],
  ['a session that is over already', { loggedOnAt: secondsAgo(28_801).toISOString() }, /expired already/],
] satisfies [string, Partial<SourceSession>, RegExp][])('%s is refused', (_, asked, why) => {
  const judged = judgeRegistration(aSource({ via: 'web-tier' }), aSourceSession(asked), now)

  expect('detail' in judged && judged.detail).toMatch(why)
})

test('kinds that come in in another way cannot be granted to a source', () => {
  for (const kind of ['security-console', 'api', 'radius'] as const) expect(kindsOfSources).not.toContain(kind)
})

test('a source is silent when sessions rely on it and its guards have missed their reports for long', () => {
  const heard = (seconds: number, more: object = {}) => aSource({ lastSeenAt: secondsAgo(seconds), ...more })
  const some = { openSessions: 1 }

  expect(isSilent(heard(60), some, now)).toBe(false)
  expect(isSilent(heard(61), some, now)).toBe(true)
  expect(isSilent(heard(61), { openSessions: 0 }, now)).toBe(false)
  expect(isSilent(heard(61, { disabled: true }), some, now)).toBe(false)
  expect(isSilent(heard(61, { leaseMs: 60_000 }), some, now)).toBe(false)
  expect(isSilent(heard(181, { leaseMs: 60_000 }), some, now)).toBe(true)
  expect(isSilent(heard(1_800, { channel: null }), some, now)).toBe(false)
  expect(isSilent(heard(1_801, { channel: null }), some, now)).toBe(true)
  expect(isSilent(aSource({ lastSeenAt: null, createdAt: secondsAgo(61) }), some, now)).toBe(true)
})

test('a key is good until its time, and not at it', () => {
  const key = { id: 'k', hash: 'h', createdAt: secondsAgo(10), lastUsedAt: null }

  expect(isGood({ ...key, expiresAt: null }, now)).toBe(true)
  expect(isGood({ ...key, expiresAt: new Date(now.getTime() + 1) }, now)).toBe(true)
  expect(isGood({ ...key, expiresAt: now }, now)).toBe(false)
})
