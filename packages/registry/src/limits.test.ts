import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aSession } from './cast/index.ts'
import { asOf, deadlineOf, defaultLimits, expiryEnding, hasExpired, isOpen, isPresent } from './limits.ts'

const timed = fc
  .record({
    loggedOn: fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
    activeAfterMs: fc.nat(24 * 3_600_000),
    idleLimitSeconds: fc.integer({ min: 1, max: 86_400 }),
    absoluteLimitSeconds: fc.integer({ min: 1, max: 86_400 }),
  })
  .map(({ loggedOn, activeAfterMs, ...limits }) =>
    aSession({ loggedOnAt: loggedOn, lastActivityAt: new Date(loggedOn.getTime() + activeAfterMs), ...limits }),
  )
const later = (at: Date, ms: number) => new Date(at.getTime() + ms)

test('a session may be idle for 30 minutes and last 8 hours, a logon that is begun 3 and 8 minutes', () => {
  expect(defaultLimits('active')).toEqual({ idleLimitSeconds: 1_800, absoluteLimitSeconds: 28_800 })
  expect(defaultLimits('abandoned-in-progress')).toEqual({ idleLimitSeconds: 180, absoluteLimitSeconds: 480 })
})

test('a session expires at its deadline and not a millisecond before', () => {
  fc.assert(
    fc.property(timed, (session) => {
      const deadline = deadlineOf(session)

      expect(hasExpired(session, later(deadline, -1))).toBe(false)
      expect(hasExpired(session, deadline)).toBe(true)
      expect(hasExpired(session, later(deadline, 1))).toBe(true)
    }),
  )
})

test('the deadline is the earlier of the two limits, and the ending names that one', () => {
  fc.assert(
    fc.property(timed, (session) => {
      const idleMs = session.lastActivityAt.getTime() + session.idleLimitSeconds * 1000
      const absoluteMs = session.loggedOnAt.getTime() + session.absoluteLimitSeconds * 1000

      expect(deadlineOf(session).getTime()).toBe(Math.min(idleMs, absoluteMs))
      expect(expiryEnding(session)).toBe(idleMs < absoluteMs ? 'idle-limit' : 'absolute-limit')
    }),
  )
})

test('activity never brings the end nearer, and never moves it beyond the absolute limit', () => {
  fc.assert(
    fc.property(timed, fc.nat(86_400_000), (session, ms) => {
      const active = { ...session, lastActivityAt: later(session.lastActivityAt, ms) }
      const lastMoment = later(session.loggedOnAt, session.absoluteLimitSeconds * 1000)

      expect(deadlineOf(active).getTime()).toBeGreaterThanOrEqual(deadlineOf(session).getTime())
      expect(deadlineOf(active).getTime()).toBeLessThanOrEqual(lastMoment.getTime())
    }),
  )
})

test('an open session beyond its limits stands as ended at its deadline; any other stands as it is', () => {
  fc.assert(
    fc.property(timed, fc.integer({ min: -1_000, max: 1_000 }), (session, ms) => {
      const now = later(deadlineOf(session), ms)

      const standing = asOf(session, now)

      if (ms < 0) expect(standing).toBe(session)
      else
        expect(standing).toMatchObject({
          status: 'closed',
          endedAt: deadlineOf(session),
          ending: expiryEnding(session),
        })
      expect(isOpen(standing)).toBe(isPresent(session, now))
    }),
  )
})

test('a session that is closing is shown until that is proved, however long it takes', () => {
  const closing = aSession({ kind: 'radius', status: 'closing', ending: 'closure', endedAt: new Date(0) })

  expect(isPresent(closing, new Date('2100-01-01T00:00:00Z'))).toBe(true)
  expect(isPresent({ ...closing, status: 'closed' }, new Date(0))).toBe(false)
})
