import { radiusSettings } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalNetwork } from './network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7/32', '192.0.2.7'],
  ['192.0.2.7/24', '192.0.2.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::0001', '2001:db8::1'],
  ['2001:db8::1/128', '2001:db8::1'],
  ['2001:db8:1:2:3:4:5:6/33', '2001:db8::/33'],
  ['::/0', '::/0'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207/120', '192.0.2.0/24'],
  ['::ffff:0:0/95', '::fffe:0:0/95'],
])('%s is kept as %s', (given, kept) => {
  expect(canonicalNetwork(given)).toBe(kept)
})

test('whatever the contract accepts has one spelling, which the contract accepts, too', () => {
  const network = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, bits]) => `${address}/${bits}`),
  )
  const isAccepted = (text: string) => radiusSettings.safeParse({ networks: [text], secret: 'a secret' }).success

  fc.assert(
    fc.property(network, (text) => {
      fc.pre(isAccepted(text))
      const kept = canonicalNetwork(text)
      expect(isAccepted(kept)).toBe(true)
      expect(canonicalNetwork(kept)).toBe(kept)
    }),
  )
})
