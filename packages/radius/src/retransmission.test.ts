import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextWaitMs, usualRetransmission } from './retransmission.ts'

test('waits double from one second up to eight', () => {
  const waits: number[] = []
  for (let waitMs = 0; waits.length < 6; waits.push(waitMs)) waitMs = nextWaitMs(waitMs, 0.5, usualRetransmission)

  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
})

test('chance moves a wait by a tenth at most, so that many do not come back together', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  fc.assert(
    fc.property(chance, (drawn) => {
      expect(Math.abs(nextWaitMs(0, drawn, usualRetransmission) - 1_000)).toBeLessThanOrEqual(100)
      expect(Math.abs(nextWaitMs(1_000, drawn, usualRetransmission) - 2_000)).toBeLessThanOrEqual(100)
      expect(Math.abs(nextWaitMs(8_000, drawn, usualRetransmission) - 8_000)).toBeLessThanOrEqual(800)
    }),
  )
  expect(nextWaitMs(0, 0, usualRetransmission)).not.toBe(nextWaitMs(0, 0.9, usualRetransmission))
})
