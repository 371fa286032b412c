import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, octetsNamed, readerOf, valueOf } from './attribute.ts'
import { type DataType, decodeValue, encodeValue, type Values } from './data-type.ts'
import { attributeNumbers, entryOf } from './dictionary.ts'
import { packetOf, radclient } from './packets.test-kit.ts'

const { attributes } = packetOf(radclient.start)

test('the attributes of a real packet have the values that were given to radclient', () => {
  expect(valueOf(attributes, 'User-Name')).toBe('ada')
  expect(valueOf(attributes, 'Acct-Status-Type')).toBe(1)
  expect(valueOf(attributes, 'Acct-Session-Id')).toBe('0000002A')
  expect(valueOf(attributes, 'NAS-IP-Address')).toBe('192.0.2.7')
  expect(valueOf(attributes, 'Framed-IP-Address')).toBe('10.8.0.6')
  expect(valueOf(attributes, 'Framed-IPv6-Prefix')).toBe('2001:db8:42::/48')
  expect(valueOf(attributes, 'Framed-IPv6-Address')).toBe('2001:db8::6')
  expect(valueOf(attributes, 'Event-Timestamp')).toEqual(new Date('2026-03-02T09:00:00.000Z'))
  expect(valueOf(attributes, 'Class')?.toString('hex')).toBe('0102ff')
  expect(valueOf(attributes, 'Reply-Message')).toBeUndefined()
})

test('the first of several is the value, and all of them are to be had', () => {
  const several = [attribute('Class', Buffer.from('one')), attribute('Class', Buffer.from('two'))]

  expect(readerOf(several)('Class')?.toString()).toBe('one')
  expect(octetsNamed(several, 'Class').map(String)).toEqual(['one', 'two'])
})

test('a value whose length does not fit its type is none', () => {
  const short = [{ type: attributeNumbers['Acct-Session-Time'], value: Buffer.alloc(3) }]

  expect(valueOf(short, 'Acct-Session-Time')).toBeUndefined()
})

test('what an attribute cannot hold is not composed', () => {
  expect(() => attribute('NAS-IP-Address', '2001:db8::1')).toThrow(/NAS-IP-Address cannot hold/)
  expect(() => attribute('Acct-Session-Time', 2 ** 32)).toThrow(/cannot hold/)
  expect(() => attribute('User-Name', 'a'.repeat(254))).toThrow(/cannot hold/)
})

test('an attribute that no standard here names has no entry', () => {
  expect(entryOf(44)).toEqual(['Acct-Session-Id', 'text'])
  expect(entryOf(199)).toBeUndefined()
})

describe('octets and values', () => {
  const cases: readonly { readonly [Type in DataType]: [Type, string, Values[Type]] }[DataType][] = [
    ['integer', 'ffffffff', 4_294_967_295],
    ['integer64', '0000000100000000', 4_294_967_296n],
    ['time', '69a55190', new Date('2026-03-02T09:00:00.000Z')],
    ['ipv4prefix', '0018c0000200', '192.0.2.0/24'],
    ['ipv6prefix', '004020010db800000042', '2001:db8:0:42::/64'],
    ['ipv6prefix', '0000', '::/0'],
    ['ifid', '02005efffe005301', '0200:5eff:fe00:5301'],
    ['tagged-integer', '0100000d', { tag: 1, value: 13 }],
    ['tagged-text', '01766c616e', { tag: 1, value: 'vlan' }],
  ]

  test.each(cases)('%s %s', (type, hex, value) => {
    expect(decodeValue(type, Buffer.from(hex, 'hex'))).toEqual(value)
    expect(encodeValue<DataType>(type, value)?.toString('hex')).toBe(hex)
  })

  test('bits beyond the length of a prefix are no part of it', () => {
    expect(decodeValue('ipv6prefix', Buffer.from('002c20010db8ffff', 'hex'))).toBe('2001:db8:fff0::/44')
    expect(decodeValue('ipv4prefix', Buffer.from('000cffffffff', 'hex'))).toBe('255.240.0.0/12')
  })

  test('a text that begins with a printable octet has no tag', () => {
    expect(decodeValue('tagged-text', Buffer.from('100'))).toEqual({ tag: 0, value: '100' })
  })

  test.each([
    ['integer', '000001'],
    ['integer64', '00000001'],
    ['time', '6789'],
    ['ipv4addr', 'c00002'],
    ['ipv6addr', 'c0000201'],
    ['ipv4prefix', '0021c0000200'],
    ['ipv4prefix', '0018c00002'],
    ['ipv6prefix', '00'],
    ['ipv6prefix', '0081'],
    ['ipv6prefix', `0080${'00'.repeat(17)}`],
    ['ifid', '02005efffe0053'],
    ['tagged-integer', '01'],
  ] as const)('%s %s is no such value', (type, hex) => {
    expect(decodeValue(type, Buffer.from(hex, 'hex'))).toBeUndefined()
  })

  test.each([
    ['ipv4prefix', '192.0.2.0'],
    ['ipv4prefix', '192.0.2.0/33'],
    ['ipv6prefix', '192.0.2.0/24'],
    ['ipv6prefix', '2001:db8::/1x'],
    ['ifid', '0200'],
    ['tagged-integer', { tag: 32, value: 1 }],
    ['tagged-text', { tag: 32, value: 'a' }],
    ['integer', -1],
    ['integer', 1.5],
    ['integer64', -1n],
  ] as const)('%s cannot hold %s', (type, value) => {
    expect(encodeValue<DataType>(type, value)).toBeUndefined()
  })

  test('prefixes come back from their text', () => {
    const prefix = fc.record({
      octets: fc.uint8Array({ minLength: 16, maxLength: 16 }),
      bits: fc.integer({ min: 0, max: 128 }),
    })

    fc.assert(
      fc.property(prefix, ({ octets, bits }) => {
        const text = decodeValue('ipv6prefix', Buffer.from([0, bits, ...octets])) ?? ''
        const again = encodeValue('ipv6prefix', text) ?? Buffer.alloc(0)
        expect(decodeValue('ipv6prefix', again)).toBe(text)
      }),
    )
  })
})
