import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mutations } from './mutations.ts'
import { decodeAttributes, decodePacket, encodeAttributes, encodePacket, maxPacketLength } from './packet.ts'
import { packetOf, radclient, realPackets, rfc2865 } from './packets.test-kit.ts'

test('the packets of RFC 2865 §7 are read octet by octet', () => {
  const request = packetOf(rfc2865.telnetRequest)

  expect(request).toMatchObject({ code: 1, identifier: 0 })
  expect(request.authenticator.toString('hex')).toBe('0f403f9473978057bd83d5cb98f4227a')
  expect(request.attributes.map(({ type, value }) => [type, value.toString('hex')])).toEqual([
    [1, '6e656d6f'],
    [2, '0dbe708d93d413ce3196e43f782a0aee'],
    [4, 'c0a80110'],
    [5, '00000003'],
  ])
})

test('what was read is written back as the same octets', () => {
  for (const octets of realPackets) expect(encodePacket(packetOf(octets))).toEqual(octets)
})

test('reading copies nothing', () => {
  const octets = Buffer.from(radclient.start)
  const packet = packetOf(octets)

  octets.fill(0xaa, 4)

  expect(packet.authenticator[0]).toBe(0xaa)
  expect(packet.attributes[0]?.value.toString('hex')).toBe('aaaaaa')
})

test('a view into a larger buffer is read like a datagram of its own', () => {
  const larger = Buffer.concat([Buffer.alloc(7), radclient.interim, Buffer.alloc(9)])

  const read = packetOf(larger.subarray(7, 7 + radclient.interim.length))

  expect(encodePacket(read)).toEqual(radclient.interim)
  expect(decodePacket(new Uint8Array(radclient.interim))).toMatchObject({ ok: true, packet: { identifier: 0x14 } })
})

test('octets after Length are padding, and no part of the packet', () => {
  const padded = Buffer.concat([radclient.start, Buffer.from('padding')])

  expect(packetOf(padded).octets).toEqual(radclient.start)
})

test('an attribute without a value is kept as it is', () => {
  const octets = encodePacket({ code: 4, identifier: 1, attributes: [{ type: 77, value: Buffer.alloc(0) }] })

  expect(packetOf(octets).attributes).toEqual([{ type: 77, value: Buffer.alloc(0) }])
})

describe('what is no packet is answered with the reason', () => {
  const withLength = (length: number, octets = 20) => {
    const datagram = Buffer.alloc(octets)
    datagram.writeUInt16BE(length, 2)
    return datagram
  }
  const withAttributes = (hex: string) => {
    const attributes = Buffer.from(hex, 'hex')
    return Buffer.concat([withLength(20 + attributes.length), attributes])
  }

  test.each([
    ['nothing', Buffer.alloc(0), 'shorter-than-a-header'],
    ['19 octets', Buffer.alloc(19), 'shorter-than-a-header'],
    ['a Length of 19', withLength(19), 'length-below-20'],
    ['a Length of 4097', withLength(4097, 5000), 'length-above-4096'],
    ['a Length beyond the datagram', withLength(21), 'length-beyond-datagram'],
    ['an attribute of length 0', withAttributes('0100'), 'attribute-length-below-2'],
    ['an attribute of length 1', withAttributes('0101'), 'attribute-length-below-2'],
    ['an attribute that is only a type', withAttributes('01'), 'attribute-length-below-2'],
    ['an attribute that ends after the packet', withAttributes('010461'), 'attribute-beyond-packet'],
    [
      'an attribute that reaches into the padding',
      Buffer.concat([withAttributes('0104'), Buffer.from('61')]),
      'attribute-beyond-packet',
    ],
  ])('%s', (_what, datagram, reason) => {
    expect(decodePacket(datagram)).toEqual({ ok: false, reason })
  })
})

test('the longest packet is read and written, and one octet more is not written', () => {
  const full = Array.from({ length: 15 }, () => ({ type: 25, value: Buffer.alloc(253) }))
  const rest = maxPacketLength - 20 - 15 * 255 - 2
  const attributes = [...full, { type: 25, value: Buffer.alloc(rest) }]

  const octets = encodePacket({ code: 4, identifier: 0, attributes })
  const tooLong = [...full, { type: 25, value: Buffer.alloc(rest + 1) }]

  expect(octets).toHaveLength(4096)
  expect(encodePacket(packetOf(octets))).toEqual(octets)
  expect(() => encodePacket({ code: 4, identifier: 0, attributes: tooLong })).toThrow(/4096 is the limit/)
  expect(() => encodeAttributes([{ type: 1, value: Buffer.alloc(254) }])).toThrow(/253 is the limit/)
})

test('attributes alone are read and written the same way', () => {
  const { attributes } = packetOf(radclient.start)

  expect(decodeAttributes(encodeAttributes(attributes))).toEqual(attributes)
})

test('any packet that can be composed is read back', () => {
  const attribute = fc.record({
    type: fc.integer({ min: 0, max: 255 }),
    value: fc.uint8Array({ maxLength: 253 }).map((value) => Buffer.from(value)),
  })
  const draft = fc.record({
    code: fc.integer({ min: 0, max: 255 }),
    identifier: fc.integer({ min: 0, max: 255 }),
    authenticator: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => Buffer.from(value)),
    attributes: fc.array(attribute, { maxLength: 15 }),
  })

  fc.assert(
    fc.property(draft, (composed) => {
      const { code, identifier, authenticator, attributes } = packetOf(encodePacket(composed))
      expect({ code, identifier, authenticator, attributes }).toEqual(composed)
    }),
  )
})

test('20,000 mutations of real packets are read or refused, never thrown at, and written back unchanged', () => {
  let read = 0
  let refused = 0
  // Counted rather than expected one by one: an expectation costs more than a packet.
  const wrong: string[] = []

  for (const octets of mutations(realPackets, 20_000, 0xc0ffee)) {
    const reading = decodePacket(octets)
    if (!reading.ok) refused += 1
    else {
      read += 1
      const again = encodePacket(reading.packet)
      if (!again.equals(octets.subarray(0, octets.readUInt16BE(2)))) wrong.push(octets.toString('hex'))
    }
  }

  expect(wrong).toEqual([])
  expect(read + refused).toBe(20_000)
  // Both halves of the promise have been tried.
  expect(Math.min(read, refused)).toBeGreaterThan(2_000)
})

test('any octets at all are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000, size: 'max' }), (octets) => {
      expect(typeof decodePacket(octets).ok).toBe('boolean')
    }),
    { numRuns: 300 },
  )
})
