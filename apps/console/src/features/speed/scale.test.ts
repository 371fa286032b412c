import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scaleFor } from './scale.ts'

const aDay = 86_400_000

test('longer times stand further to the right, and all of them on the scale', () => {
  fc.assert(
    fc.property(fc.nat(aDay), fc.nat(aDay), fc.integer({ min: 1, max: aDay }), (one, other, targetMs) => {
      const longest = Math.max(one, other)
      const { at } = scaleFor(longest, targetMs)

      for (const place of [at(one), at(other), at(targetMs)]) {
        expect(place).toBeGreaterThanOrEqual(0)
        expect(place).toBeLessThanOrEqual(1)
      }
      expect(at(Math.min(one, other))).toBeLessThanOrEqual(at(longest))
    }),
  )
})

test('ten times as long is the same step anywhere', () => {
  const { at } = scaleFor(50_000, 60_000)

  expect(at(1_000) - at(100)).toBeCloseTo(at(100) - at(10))
})

test('what is written under the scale does not run into one another, whatever the scale', () => {
  fc.assert(
    fc.property(fc.nat(aDay), fc.integer({ min: 1, max: aDay }), (longestMs, targetMs) => {
      const { at, ticksMs } = scaleFor(longestMs, targetMs)

      for (const [index, ms] of ticksMs.entries())
        if (index > 0) expect(at(ms) - at(ticksMs[index - 1] ?? 0)).toBeGreaterThan(0.05)
    }),
  )
})
