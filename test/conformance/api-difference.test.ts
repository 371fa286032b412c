import { expect, test } from 'vitest'
import { differenceInShape, withoutChance } from './api/difference.ts'

const id = '01890a5d-ac96-774b-bcce-b302099a8057'
const at = '2026-05-04T14:05:00.123Z'

test('values of the same kinds under the same names agree', () => {
  expect(differenceInShape({ id, at, count: 1 }, { id, at, count: 2 })).toBeUndefined()
})

test('a field that only one side has is a difference, on whichever side', () => {
  expect(differenceInShape({ a: { b: 1 } }, { a: {} })).toBe('$.a.b: missing there')
  expect(differenceInShape({ a: {} }, { a: { b: 1 } })).toBe('$.a.b: missing here')
})

test('a number here and a text there is a difference, however deep', () => {
  expect(differenceInShape({ items: [{ n: 1 }] }, { items: [{ n: '1' }] })).toBe(
    '$.items[].n: a number here, a text there',
  )
})

test('a time without milliseconds differs from one with them', () => {
  expect(differenceInShape({ at }, { at: '2026-05-04T14:05:00Z' })).toBe('$.at: a time here, a text there')
})

test('null agrees with a value, and an empty list with a full one', () => {
  expect(differenceInShape({ at: null, items: [] }, { at, items: [{ id }] })).toBeUndefined()
})

test('texts are compared without ids, times and seconds', () => {
  expect(withoutChance(`plan ${id} expired at ${at}, wait 41 seconds`)).toBe(
    'plan <id> expired at <time>, wait <seconds>',
  )
})
