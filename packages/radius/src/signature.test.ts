import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { attribute } from './attribute.ts'
import { responseAuthenticatorOf } from './authenticator.ts'
import { packetCodes } from './packet.ts'
import { byHand, packetOf, radclient, rfc2865 } from './packets.test-kit.ts'
import { judgeAnswer, judgeRequest, signAnswer, signRequest } from './signature.ts'

const start = packetOf(radclient.start)
const disconnect = packetOf(radclient.disconnect)
const { secret } = radclient
const wrong = Buffer.from('another')

describe('authenticators', () => {
  test('the answers of RFC 2865 §7 fit their requests', () => {
    for (const [request, answer] of [
      [rfc2865.telnetRequest, rfc2865.telnetAccept],
      [rfc2865.pppRequest, rfc2865.pppAccept],
    ] as const) {
      const asked = packetOf(request)
      const answered = packetOf(answer)

      expect(judgeAnswer(answered, asked, rfc2865.secret)).toBe('authentic')
      expect(judgeAnswer(answered, asked, wrong)).toBe('wrong-authenticator')
    }
  })

  test('an Accounting-Request is signed as it was by hand', () => {
    const attributes = [attribute('Acct-Status-Type', 1), attribute('Acct-Session-Id', 'a')]

    const signed = signRequest({ code: packetCodes.accountingRequest, identifier: 1, attributes }, byHand.secret)

    expect(signed).toEqual(byHand.accountingRequest)
  })

  test('an Accounting-Response is signed as it was by hand', () => {
    const attributes = [attribute('Proxy-State', Buffer.from('7000ff31', 'hex'))]

    const signed = signAnswer({ code: packetCodes.accountingResponse, attributes }, start, secret)

    expect(signed).toEqual(byHand.accountingResponse)
  })

  test('a Disconnect-Request with its Message-Authenticator is signed as it was by hand', () => {
    const at = new Date('2026-03-02T09:00:00.000Z')
    const attributes = [attribute('Acct-Session-Id', '0000002A'), attribute('Event-Timestamp', at)]

    const draft = { code: packetCodes.disconnectRequest, identifier: 7, attributes }
    const signed = signRequest(draft, byHand.secret, { withMessageAuthenticator: true })

    expect(signed).toEqual(byHand.disconnectRequest)
  })

  test('a Disconnect-NAK with its Message-Authenticator is signed as it was by hand', () => {
    const draft = { code: packetCodes.disconnectNak, attributes: [attribute('Error-Cause', 503)] }
    const signed = signAnswer(draft, disconnect, secret, { withMessageAuthenticator: true })

    expect(signed).toEqual(byHand.disconnectNak)
    expect(judgeAnswer(packetOf(signed), disconnect, secret)).toBe('authentic')
  })

  test('a secret that is longer than any packet is digested in full', () => {
    const long = Buffer.alloc(10_000, 'secret')
    const expected = createHash('md5').update(radclient.start.subarray(0, 4)).update(start.authenticator)

    const digest = responseAuthenticatorOf(radclient.start, start.authenticator, long)

    expect(digest).toEqual(expected.update(radclient.start.subarray(20)).update(long).digest())
  })
})

describe('requests', () => {
  test.each(['start', 'interim', 'disconnect', 'status'] as const)("radclient's %s is authentic", (name) => {
    expect(judgeRequest(packetOf(radclient[name]), secret)).toBe('authentic')
  })

  test('a wrong secret is found out', () => {
    expect(judgeRequest(start, wrong)).toBe('wrong-authenticator')
    expect(judgeRequest(packetOf(radclient.status), wrong)).toBe('wrong-message-authenticator')
  })

  test('any octet that was changed is found out', () => {
    for (const name of ['interim', 'disconnect', 'status'] as const)
      for (let at = 0; at < radclient[name].length; at += 1) {
        const forged = Buffer.from(radclient[name])
        forged[at] = (forged[at] ?? 0) ^ 0x01
        const reading = at === 2 || at === 3 ? undefined : tryToRead(forged)
        if (reading !== undefined) expect(judgeRequest(reading, secret), `${name}, octet ${at}`).not.toBe('authentic')
      }
  })

  test('a Message-Authenticator is asked for only where it is required', () => {
    const requiring = { requiresMessageAuthenticator: true }

    expect(judgeRequest(start, secret, requiring)).toBe('no-message-authenticator')
    expect(judgeRequest(packetOf(radclient.interim), secret, requiring)).toBe('authentic')
  })

  test('a Message-Authenticator that does not fit is found out though the Request Authenticator fits', () => {
    const attributes = [attribute('Message-Authenticator', Buffer.alloc(16, 7)), attribute('Acct-Status-Type', 1)]

    const signed = signRequest({ code: packetCodes.accountingRequest, identifier: 1, attributes }, secret)

    expect(judgeRequest(packetOf(signed), secret)).toBe('wrong-message-authenticator')
  })

  test.each([
    ['too short', [Buffer.alloc(15)]],
    ['too long', [Buffer.alloc(17)]],
    ['empty', [Buffer.alloc(0)]],
    ['there twice', [Buffer.alloc(16), Buffer.alloc(16)]],
  ])('a Message-Authenticator that is %s is malformed', (_what, values) => {
    const attributes = values.map((value) => attribute('Message-Authenticator', value))

    const signed = signRequest({ code: packetCodes.accountingRequest, identifier: 1, attributes }, secret)

    expect(judgeRequest(packetOf(signed), secret)).toBe('malformed-message-authenticator')
  })

  test('a Status-Server without Message-Authenticator proves nothing', () => {
    const bare = Buffer.from(radclient.status.subarray(0, 20))
    bare.writeUInt16BE(20, 2)

    expect(judgeRequest(packetOf(bare), secret)).toBe('no-message-authenticator')
  })
})

describe('answers', () => {
  const ack = signAnswer({ code: packetCodes.disconnectAck, attributes: [] }, disconnect, secret)

  test('an answer is bound to its request', () => {
    const later = { identifier: disconnect.identifier, authenticator: Buffer.alloc(16, 1) }
    const other = { identifier: disconnect.identifier + 1, authenticator: disconnect.authenticator }

    expect(judgeAnswer(packetOf(ack), disconnect, secret)).toBe('authentic')
    expect(judgeAnswer(packetOf(ack), later, secret)).toBe('wrong-authenticator')
    expect(judgeAnswer(packetOf(ack), other, secret)).toBe('wrong-authenticator')
  })

  test('the octets after an answer are no part of it', () => {
    const padded = Buffer.concat([ack, Buffer.from('padding')])

    expect(judgeAnswer(packetOf(padded), disconnect, secret)).toBe('authentic')
  })

  test('a Message-Authenticator over zeros, as FreeRADIUS 3 signs a Disconnect-ACK, fits only where that is taken', () => {
    const octets = Buffer.from(`29f60026${'00'.repeat(16)}5012${'00'.repeat(16)}`, 'hex')
    createHmac('md5', secret).update(octets).digest().copy(octets, 22)
    const takesIt = { takesUnboundMessageAuthenticator: true }
    const answer = (bytes: Buffer) => {
      responseAuthenticatorOf(bytes, disconnect.authenticator, secret).copy(bytes, 4)
      return packetOf(bytes)
    }
    const forged = Buffer.from(octets)
    forged.writeUInt8((forged[30] ?? 0) ^ 1, 30)

    expect(judgeAnswer(answer(octets), disconnect, secret)).toBe('wrong-message-authenticator')
    expect(judgeAnswer(answer(octets), disconnect, secret, takesIt)).toBe('authentic')
    expect(judgeAnswer(answer(forged), disconnect, secret, takesIt)).toBe('wrong-message-authenticator')
  })

  test('a Message-Authenticator is verified when it is there, and asked for when it is required', () => {
    const attributes = [attribute('Message-Authenticator', Buffer.alloc(16, 7))]
    const forged = signAnswer({ code: packetCodes.disconnectAck, attributes }, disconnect, secret)

    expect(judgeAnswer(packetOf(forged), disconnect, secret)).toBe('wrong-message-authenticator')
    expect(judgeAnswer(packetOf(ack), disconnect, secret, { requiresMessageAuthenticator: true })).toBe(
      'no-message-authenticator',
    )
  })
})

function tryToRead(octets: Buffer) {
  try {
    return packetOf(octets)
  } catch {
    return undefined
  }
}
