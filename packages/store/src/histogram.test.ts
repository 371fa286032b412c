import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogramOf, minuteOf } from './histogram.ts'

const minute = fc.integer({ min: 29_000_000, max: 29_000_000 + 60 * 24 * 400 })

test('buckets are equal, follow one another, hold all, and are at most 48', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 30 }),
      (pairs) => {
        const minutes = new Map(pairs)

        const buckets = histogramOf(minutes)

        const widths = new Set(buckets.map(({ from, to }) => to.getTime() - from.getTime()))
        expect(widths.size).toBe(1)
        expect(buckets.length).toBeLessThanOrEqual(48)
        expect(buckets.slice(1).map(({ from }) => from)).toEqual(buckets.slice(0, -1).map(({ to }) => to))
        for (const { from, to, count } of buckets) {
          const inside = Array.from(minutes).filter(([number]) => number >= minuteOf(from) && number < minuteOf(to))
          expect(count).toBe(inside.reduce((sum, [, times]) => sum + times, 0))
        }
        expect(buckets[0]?.count).toBeGreaterThan(0)
        expect(buckets.at(-1)?.count).toBeGreaterThan(0)
      },
    ),
  )
})

test('minutes in which nobody is left are not there', () => {
  expect(histogramOf(new Map([[29_000_000, 0]]))).toEqual([])
})
