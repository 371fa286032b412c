import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { octetsOf, textOf } from './text.ts'

test.each([
  ['ada@example.net', 'ada@example.net'],
  ['CORP\\ada', 'CORP\\ada'],
  ['5e2f/1+a=:b', '5e2f/1+a=:b'],
  ['Zoë 李 😀', 'Zoë 李 😀'],
  ['a\0', 'a\\x{00}'],
  ['one\ntwo', 'one\\x{0a}two'],
  ['one\u2028two', 'one\\x{e2}\\x{80}\\x{a8}two'],
  ['\\x{00}', '\\x{5c}x{00}'],
  ['\ufffd', '\ufffd'],
])('the octets of %j are shown as %j', (written, shown) => {
  expect(textOf(Buffer.from(written))).toBe(shown)
  expect(octetsOf(shown)).toEqual(Buffer.from(written))
})

test('octets that are no UTF-8 are spelled out one by one', () => {
  expect(textOf(Buffer.from('Zoë', 'latin1'))).toBe('Zo\\x{eb}')
  expect(textOf(Buffer.from('c0af', 'hex'))).toBe('\\x{c0}\\x{af}')
  expect(textOf(Buffer.from('eda080', 'hex'))).toBe('\\x{ed}\\x{a0}\\x{80}')
  expect(textOf(Buffer.from('61f09f98', 'hex'))).toBe('a\\x{f0}\\x{9f}\\x{98}')
})

test('any octets come back from their text', () => {
  const characters = [
    'a',
    '\\',
    'x',
    '{',
    '5',
    'c',
    '}',
    '\\x{5c}',
    '\n',
    'é',
    '李',
    '😀',
    '\u0085',
    '\ufffd',
    '\u2028',
  ]
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 20 }).map((value) => Buffer.from(value)),
    fc.array(fc.constantFrom(...characters), { maxLength: 12 }).map((value) => Buffer.from(value.join(''))),
  )

  fc.assert(
    fc.property(octets, (given) => {
      expect(octetsOf(textOf(given)).toString('hex')).toBe(given.toString('hex'))
    }),
    { numRuns: 500 },
  )
})

test('a text never holds a control character or a line break', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
      expect(textOf(Buffer.from(octets))).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)
    }),
  )
})
