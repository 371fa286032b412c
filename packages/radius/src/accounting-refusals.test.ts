import { describe, expect, test } from 'vitest'
import { aListener, aStart, secret } from './a-listener.test-kit.ts'
import { aPeer, until } from './a-peer.test-kit.ts'
import { attribute } from './attribute.ts'
import { encodePacket } from './packet.ts'
import { packetOf } from './packets.test-kit.ts'
import { signRequest } from './signature.ts'

describe('no answer', () => {
  /** Send what should not be answered, then what should be; the answer is the one to the second. */
  async function unanswered(octets: Buffer, options: Parameters<typeof aListener>[0] = {}) {
    const its = await aListener(options)
    const nas = await aPeer()
    nas.send(octets, its.address)
    nas.send(aStart('last', { identifier: 255, withMessageAuthenticator: true }), its.address)
    await nas.heard(1)
    expect(nas.received.map(({ octets: answer }) => packetOf(answer).identifier)).toEqual([255])
    expect(its.ids()).toEqual([['last']])
    return its
  }

  test.each([
    ['a wrong secret', aStart('a', { secret: Buffer.from('wrong') }), 'wrong-secret'],
    ['garbage', Buffer.from('hello, is this RADIUS?'), 'malformed'],
    ['no session id', aStart(''), 'malformed'],
    ['an Access-Request', encodePacket({ code: 1, identifier: 1, attributes: [] }), 'unexpected-code'],
    ['a Disconnect-Request', signRequest({ code: 40, identifier: 1, attributes: [] }, secret), 'unexpected-code'],
    ['an Accounting-Response', encodePacket({ code: 5, identifier: 1, attributes: [] }), 'unexpected-code'],
    [
      'an unsigned Status-Server',
      encodePacket({ code: 12, identifier: 1, attributes: [] }),
      'no-message-authenticator',
    ],
    [
      'a Message-Authenticator that does not fit',
      aStart('a', { more: [attribute('Message-Authenticator', Buffer.alloc(16, 1))] }),
      'wrong-secret',
    ],
  ] as const)('to %s', async (_what, octets, reason) => {
    const { listener, notices } = await unanswered(octets)

    expect(listener.refusals()).toMatchObject([{ address: '127.0.0.1', reason, count: 1 }])
    expect(notices).toMatchObject([{ reason, sinceLastNotice: 1 }])
  })

  test('to a request without Message-Authenticator where the source has to send one', async () => {
    const { listener } = await unanswered(aStart('a'), { source: { requiresMessageAuthenticator: true } })

    expect(listener.refusals()).toMatchObject([{ reason: 'no-message-authenticator' }])
  })

  test('to an address that is no source, however well it signs', async () => {
    const { address, listener, batches } = await aListener({ network: '127.0.0.2' })
    const stranger = await aPeer()
    const nas = await aPeer(undefined, '127.0.0.2')

    stranger.send(aStart('a'), address)
    nas.send(aStart('b'), address)
    await nas.heard(1)
    await until(() => listener.statistics().received === 2)

    expect(listener.refusals()).toMatchObject([{ address: '127.0.0.1', reason: 'unknown-nas', count: 1 }])
    expect(batches).toHaveLength(1)
    expect(stranger.received).toEqual([])
  })
})
