import { expect, test } from 'vitest'
import { benchDecoder, samplePackets } from './bench.ts'
import { decodePacket } from './packet.ts'
import { judgeRequest } from './signature.ts'

test('the bench of the decoder throws nothing and finds it faithful', () => {
  const figures = benchDecoder({ count: 5_000, seed: 3 })

  expect(figures).toMatchObject({ mutations: 5_000, unfaithful: 0 })
  expect(figures.read + figures.refused).toBe(5_000)
  expect(Math.min(figures.read, figures.refused)).toBeGreaterThan(500)
})

test('the packets that it starts from are authentic', () => {
  const secret = Buffer.from('bench')
  const judged = samplePackets(secret).map((octets) => {
    const reading = decodePacket(octets)
    return reading.ok ? judgeRequest(reading.packet, secret, { requiresMessageAuthenticator: true }) : reading.reason
  })

  expect(new Set(judged)).toEqual(new Set(['authentic']))
})
