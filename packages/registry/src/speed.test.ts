import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostTimed, speedOf, type Timed } from './speed.ts'

const storedAt = new Date('2026-03-02T09:00:00.000Z')
const after = (ms: number | null) => (ms === null ? null : new Date(storedAt.getTime() + ms))
const timed = (acknowledgedMs: number | null, verifiedMs: number | null, source = 'vpn-1'): Timed => ({
  kind: 'radius',
  source,
  storedAt,
  acknowledgedAt: after(acknowledgedMs),
  verifiedAt: after(verifiedMs),
})

test('what is acknowledged, what is verified and what is open are told apart, for all and by source', () => {
  const speed = speedOf([timed(10, 500), timed(20, null), timed(null, null), timed(5, 61_000, 'wlan')], 60_000)

  expect(speed).toMatchObject({
    total: 4,
    isCut: false,
    acknowledged: { count: 3, p50Ms: 10, p95Ms: 20, maxMs: 20, met: 3, late: 0, open: 1 },
    verified: { count: 2, p50Ms: 500, p95Ms: 61_000, maxMs: 61_000, met: 1, late: 1, open: 2 },
  })
  expect(speed.rows).toMatchObject([
    { kind: 'radius', source: 'vpn-1', total: 3, verified: { count: 1, met: 1, open: 2 } },
    { kind: 'radius', source: 'wlan', total: 1, verified: { met: 0, late: 1 } },
  ])
})

test('the target itself is met, and what was verified without an acknowledgement was heard', () => {
  expect(speedOf([timed(null, 60_000)], 60_000)).toMatchObject({
    acknowledged: { count: 1, maxMs: 60_000, met: 1, open: 0 },
    verified: { count: 1, met: 1, late: 0 },
  })
  expect(speedOf([], 60_000)).toMatchObject({ total: 0, rows: [], verified: { p50Ms: null, p95Ms: null, maxMs: null } })
})

test('the figures are exact: half and nineteen of twenty took no longer, and all add up', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 200 }), fc.nat(100_000), (took, targetMs) => {
      const { verified } = speedOf(
        took.map((ms) => timed(ms, ms)),
        targetMs,
      )
      const within = (ms: number | null) => took.filter((one) => one <= (ms ?? -1)).length / took.length

      expect(within(verified.p50Ms)).toBeGreaterThanOrEqual(0.5)
      expect(within((verified.p50Ms ?? 0) - 1)).toBeLessThan(0.5)
      expect(within(verified.p95Ms)).toBeGreaterThanOrEqual(0.95)
      expect(within((verified.p95Ms ?? 0) - 1)).toBeLessThan(0.95)
      expect(verified.maxMs).toBe(Math.max(...took))
      expect(verified.met + verified.late + verified.open).toBe(took.length)
      expect(verified.met).toBe(took.filter((ms) => ms <= targetMs).length)
    }),
  )
})

test('no more than the latest hundred thousand are counted, and it says so', () => {
  const one = timed(1, 2)
  const many = function* (count: number) {
    for (let index = 0; index < count; index += 1) yield one
  }

  expect(speedOf(many(mostTimed), 60_000)).toMatchObject({ total: mostTimed, isCut: false })
  expect(speedOf(many(mostTimed + 1), 60_000)).toMatchObject({ total: mostTimed, isCut: true })
})
