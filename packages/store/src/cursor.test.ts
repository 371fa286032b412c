import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCursor, printCursor } from './cursor.ts'

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
)

test('a cursor gives back what it was made of, and is safe in an address', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(value, { maxLength: 4 }), (order, values) => {
      const cursor = printCursor(order, values)

      expect(cursor).toMatch(/^[\w-]+$/)
      // JSON knows no negative zero.
      expect(parseCursor(cursor, order, values.length)).toEqual(values.map((one) => (one === 0 ? 0 : one)))
    }),
  )
})

test('what is no cursor is refused, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      expect(() => parseCursor(text, 'userId', 2)).toThrow('The cursor does not belong to this list')
    }),
  )
})

test('a cursor is good for its own order and length alone', () => {
  const cursor = printCursor('userId', ['ada', 'session-1'])

  expect(() => parseCursor(cursor, '-userId', 2)).toThrow()
  expect(() => parseCursor(cursor, 'userId', 3)).toThrow()
})
