import { isIPv6 } from 'node:net'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalAddress, ipv4Text, ipv6Text, octetsOfAddress } from './ip-address.ts'

test.each([
  ['192.0.2.1', 'c0000201'],
  ['255.255.255.255', 'ffffffff'],
  ['::', '00'.repeat(16)],
  ['::1', `${'00'.repeat(15)}01`],
  ['2001:db8::', '20010db8000000000000000000000000'],
  ['2001:db8:0:0:1::', '20010db8000000000001000000000000'],
  ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
  ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
])('%s has the octets %s', (text, hex) => {
  expect(octetsOfAddress(text)?.toString('hex')).toBe(hex)
})

test.each(['', '192.0.2', '192.0.2.256', '01.2.3.4', 'vpn-2', '1::2::3', '2001:db8::/32', ':::'])(
  '%j is no address',
  (text) => {
    expect(octetsOfAddress(text)).toBeUndefined()
    expect(canonicalAddress(text)).toBeUndefined()
  },
)

test.each([
  ['2001:DB8::0001', '2001:db8::1'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:C000:201', '192.0.2.1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['192.0.2.1', '192.0.2.1'],
])('the one spelling of %s is %s', (text, spelling) => {
  expect(canonicalAddress(text)).toBe(spelling)
})

test('addresses of any octets come back from their text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 0, 1, 0xff, 0x80), { minLength: 16, maxLength: 16 }), (given) => {
      const octets = Buffer.from(given)
      const text = ipv6Text(octets) ?? ''
      expect(isIPv6(text)).toBe(true)
      expect(octetsOfAddress(text)).toEqual(octets)
    }),
  )
})

test('octets of another length are no address', () => {
  expect(ipv4Text(Buffer.alloc(5))).toBeUndefined()
  expect(ipv6Text(Buffer.alloc(4))).toBeUndefined()
})
