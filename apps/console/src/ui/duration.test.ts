import fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationUnits, printSeconds, readSeconds } from './duration.ts'

test('what is typed is read in its unit, and what is no whole number of it is nothing', () => {
  expect(readSeconds({ amount: '15', unit: 'minutes' }, 1, 86_400)).toBe(900)
  expect(readSeconds({ amount: ' 2 ', unit: 'hours' }, 1, 86_400)).toBe(7_200)
  for (const amount of ['', '-1', '1.5', 'a', '1e3', '0x1', '9999999999'])
    expect(readSeconds({ amount, unit: 'minutes' }, 1, 86_400)).toBeNull()
  expect(readSeconds({ amount: '0', unit: 'minutes' }, 1, 60)).toBeNull()
  expect(readSeconds({ amount: '2', unit: 'days' }, 1, 86_400)).toBeNull()
})

test('whole minutes are printed so that they are read again as they were', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 43_200 }), (minutes) => {
      const printed = printSeconds(minutes * 60)
      expect(durationUnits).toContain(printed.unit)
      expect(readSeconds(printed, 0, 30 * 86_400)).toBe(minutes * 60)
    }),
  )
  expect(printSeconds(7_200)).toEqual({ amount: '2', unit: 'hours' })
})
