import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { attribute } from './attribute.ts'
import { extendedAttribute, extendedAttributes } from './extended.ts'

const whole = (type: number, extendedType: number, value: Buffer) => ({ type, extendedType, value, isWhole: true })

test('a short one has its type and its value', () => {
  const attributes = [{ type: 241, value: Buffer.from([4, 1, 2, 3]) }]

  expect(extendedAttributes(attributes)).toEqual([whole(241, 4, Buffer.from([1, 2, 3]))])
})

test('a long one is as many attributes as it takes, all but the last marked with More', () => {
  const value = Buffer.alloc(600, 7)

  const attributes = extendedAttribute(245, 3, value)

  expect(attributes.map(({ type, value: octets }) => [type, octets.length + 2, octets[0], octets[1]])).toEqual([
    [245, 255, 3, 0x80],
    [245, 255, 3, 0x80],
    [245, 102, 3, 0],
  ])
  expect(extendedAttributes(attributes)).toEqual([whole(245, 3, value)])
})

test('any value comes back, whatever stands around it', () => {
  const one = fc.record({
    type: fc.integer({ min: 241, max: 246 }),
    extendedType: fc.integer({ min: 1, max: 255 }),
    value: fc.uint8Array({ maxLength: 250 }).map((octets) => Buffer.from(octets)),
  })

  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), (given) => {
      const attributes = given.flatMap(({ type, extendedType, value }) => [
        ...extendedAttribute(type, extendedType, value),
        attribute('User-Name', 'ada'),
      ])
      expect(extendedAttributes(attributes)).toEqual(
        given.map(({ type, extendedType, value }) => whole(type, extendedType, value)),
      )
    }),
  )
})

test('a long one whose next fragment is missing is what there is of it', () => {
  const [first, , last] = extendedAttribute(246, 9, Buffer.alloc(600, 7))
  const other = { type: 246, value: Buffer.from([8, 0, 1]) }

  expect(extendedAttributes(first ? [first] : [])).toMatchObject([{ extendedType: 9, isWhole: false }])
  expect(extendedAttributes(first && last ? [first, other, last] : [])).toMatchObject([
    { extendedType: 9, isWhole: false },
    { extendedType: 8, isWhole: true },
    { extendedType: 9, isWhole: true },
  ])
})

test('one that is too short to have a type is passed over', () => {
  const attributes = [241, 245].map((type) => ({ type, value: Buffer.alloc(0) }))

  expect(extendedAttributes([...attributes, { type: 245, value: Buffer.from([1]) }])).toEqual([])
})

test('what cannot be carried is not composed', () => {
  expect(() => extendedAttribute(241, 1, Buffer.alloc(253))).toThrow(/cannot hold 253/)
  expect(() => extendedAttribute(240, 1, Buffer.alloc(1))).toThrow(/cannot hold/)
})
