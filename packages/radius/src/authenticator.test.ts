import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageAuthenticatorOf } from './authenticator.ts'

test('a Message-Authenticator is the HMAC-MD5 of the packet, whatever the length of the secret and of the packet', () => {
  const octets = (least: number, most: number) =>
    fc.uint8Array({ minLength: least, maxLength: most }).map((some) => Buffer.from(some))
  fc.assert(
    fc.property(octets(38, 5_000), octets(16, 16), octets(1, 200), fc.nat(), (packet, authenticator, secret, at) => {
      const valueAt = 22 + (at % (packet.length - 37))
      const signed = Buffer.from(packet)
      authenticator.copy(signed, 4)
      signed.fill(0, valueAt, valueAt + 16)

      expect(messageAuthenticatorOf(packet, valueAt, authenticator, secret)).toEqual(
        createHmac('md5', secret).update(signed).digest(),
      )
    }),
  )
})
