import { expect, test } from 'vitest'
import { attribute } from './attribute.ts'
import { identificationFrom, identificationIn, joinIdentification } from './identification.ts'
import { type Attribute, encodeAttributes } from './packet.ts'
import { packetOf, radclient } from './packets.test-kit.ts'

const kept = (...attributes: Attribute[]) => identificationIn(encodeAttributes(attributes))

test('only what may name a session is kept, with its octets and in its order', () => {
  const identification = identificationIn(radclient.start.subarray(20))

  const types = [1, 44, 4, 32, 5, 61, 31, 30, 8, 97, 168, 26]
  expect(identificationFrom(identification)).toEqual(
    packetOf(radclient.start).attributes.filter(({ type }) => types.includes(type)),
  )
})

test('octets that are no UTF-8 come back as they were', () => {
  const raw = { type: 44, value: Buffer.from('ff00c3', 'hex') }

  expect(identificationFrom(kept(raw))).toEqual([raw])
})

test('what is said anew replaces all that was said of it before', () => {
  const older = kept(
    attribute('Acct-Session-Id', 'a'),
    attribute('Framed-IPv6-Prefix', '2001:db8:1::/64'),
    attribute('NAS-Port', 3),
  )
  const newer = kept(
    attribute('Framed-IPv6-Prefix', '2001:db8:2::/64'),
    attribute('Framed-IPv6-Prefix', '2001:db8:3::/64'),
  )

  expect(joinIdentification(newer, older)).toBe(
    kept(
      attribute('Framed-IPv6-Prefix', '2001:db8:2::/64'),
      attribute('Framed-IPv6-Prefix', '2001:db8:3::/64'),
      attribute('Acct-Session-Id', 'a'),
      attribute('NAS-Port', 3),
    ),
  )
  expect(joinIdentification(newer, '')).toBe(newer)
  expect(joinIdentification('', older)).toBe(older)
})
