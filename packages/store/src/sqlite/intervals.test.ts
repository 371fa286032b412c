import { compareText } from '@curfew/registry'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginningWith, exactly, intersect, textAfterAll } from './intervals.ts'

test('the text after all that begin alike is above each of them and at most what follows', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 })

  fc.assert(
    fc.property(text, text, (beginning, other) => {
      const after = textAfterAll(beginning)
      const liesBetween = compareText(other, beginning) >= 0 && (after === undefined || compareText(other, after) < 0)

      expect(liesBetween).toBe(other.startsWith(beginning))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['a', 'b'],
  ['az', 'a{'],
  ['\ud7ff', '\ue000'],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}', undefined],
  ['', undefined],
])('after all that begin with %j comes %j', (beginning, after) => {
  expect(textAfterAll(beginning)).toBe(after)
})

test('of two ends on one side the tighter one holds, and of equal ones the open one', () => {
  const from = { column: 'at', low: { value: 5, isOpen: false } } as const
  const above = { column: 'at', low: { value: 5, isOpen: true }, high: { value: 9, isOpen: false } } as const
  const before = { column: 'at', high: { value: 9, isOpen: true } } as const

  expect(intersect(from, above)).toEqual(above)
  expect(intersect(above, from)).toEqual(above)
  expect(intersect(above, before)).toEqual({ ...above, high: before.high })
  expect(intersect(exactly('at', 7), above)).toEqual(exactly('at', 7))
  expect(intersect(beginningWith('user_id', 'a'), beginningWith('user_id', 'ab'))).toEqual(
    beginningWith('user_id', 'ab'),
  )
})
