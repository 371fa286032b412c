import { describe, expect, test } from 'vitest'
import { ack, aDisconnector, aNas, aSession, nak } from './a-nas.test-kit.ts'
import { hasIpv6, until } from './a-peer.test-kit.ts'
import { attribute, valueOf } from './attribute.ts'
import { identificationIn } from './identification.ts'
import { encodeAttributes } from './packet.ts'
import { packetOf, radclient } from './packets.test-kit.ts'
import { judgeRequest } from './signature.ts'

const identification = aSession('0000002A')

describe('a request', () => {
  test('names the session exactly as its NAS did, with the time and a Message-Authenticator', async () => {
    const vpn = await aNas((request) => ack(request))
    const { disconnector, time } = aDisconnector()
    const octets = radclient.start.subarray(20)

    await disconnector.disconnect({ nas: vpn.nas, identification: identificationIn(octets) })

    const [request] = vpn.requests
    expect(request).toMatchObject({ code: 40 })
    expect(request && judgeRequest(request, vpn.nas.secret, { requiresMessageAuthenticator: true })).toBe('authentic')
    expect(request && valueOf(request.attributes, 'Event-Timestamp')).toEqual(time.clock())
    const sent = request?.attributes.filter(({ type }) => type !== 80 && type !== 55) ?? []
    const usual = [1, 4, 5, 8, 30, 31, 32, 44, 61, 97]
    expect(encodeAttributes(sent)).toEqual(
      encodeAttributes(packetOf(radclient.start).attributes.filter(({ type }) => usual.includes(type))),
    )
  })

  test('holds only the attributes that were chosen for its NAS', async () => {
    const vpn = await aNas((request) => ack(request))
    const { disconnector } = aDisconnector()
    const nas = { ...vpn.nas, identifiedBy: ['Acct-Session-Id', 'Vendor-Specific'] as const }

    await disconnector.disconnect({ nas, identification: identificationIn(radclient.start.subarray(20)) })

    expect(vpn.requests[0]?.attributes.map(({ type }) => type)).toEqual([80, 44, 26, 55])
  })

  test.each([
    ['only a user name', identificationIn(encodeAttributes([attribute('User-Name', 'ada')]))],
    ['only the NAS itself', identificationIn(encodeAttributes([attribute('NAS-Identifier', 'vpn-2')]))],
    ['nothing', ''],
    ['a row that was damaged', 'AAAA'],
  ])('that would name %s is not sent: it could end other sessions', async (_what, broad) => {
    const vpn = await aNas((request) => ack(request))
    const { disconnector } = aDisconnector()

    const outcome = await disconnector.disconnect({ nas: vpn.nas, identification: broad })

    expect(outcome).toMatchObject({ to: 'refused', advice: 'final', transmissions: 0 })
    expect(vpn.received).toEqual([])
  })

  test('that would be longer than a packet is not sent', async () => {
    const { disconnector } = aDisconnector()
    const vpn = await aNas()
    const many = Array.from({ length: 16 }, () => attribute('Vendor-Specific', Buffer.alloc(253)))
    const nas = { ...vpn.nas, identifiedBy: ['Acct-Session-Id', 'Vendor-Specific'] as const }

    expect(await disconnector.disconnect({ nas, identification: aSession('a', many) })).toMatchObject({
      to: 'refused',
      words: expect.stringContaining('does not fit into one packet'),
    })
  })

  test.skipIf(!hasIpv6)('goes to a NAS on IPv6 from a socket of its own', async () => {
    const vpn = await aNas((request) => ack(request), '::1')
    const { disconnector } = aDisconnector()

    const outcome = await disconnector.disconnect({ nas: { ...vpn.nas, address: '0:0:0:0:0:0:0:1' }, identification })

    expect(outcome.to).toBe('acknowledged')
  })
})

describe('an answer', () => {
  test('ACK is acknowledged, with the times of asking and answering', async () => {
    const vpn = await aNas((request) => ack(request, { withMessageAuthenticator: true }))
    const { disconnector, time } = aDisconnector()

    const outcome = await disconnector.disconnect({ nas: vpn.nas, identification })

    expect(outcome).toEqual({
      to: 'acknowledged',
      transmissions: 1,
      firstSentAt: time.clock(),
      answeredAt: time.clock(),
      words: 'The NAS ended the session.',
    })
  })

  test('ACK with 201 says that the session was gone already', async () => {
    const vpn = await aNas((request) => ack(request, {}, [attribute('Error-Cause', 201)]))
    const { disconnector } = aDisconnector()

    expect((await disconnector.disconnect({ nas: vpn.nas, identification })).words).toMatch(/was gone already/)
  })

  test.each([
    [503, 'confirm', /does not know this session/],
    [501, 'final', /forbids this request/],
    [403, 'final', /not the one that the request names/],
    [504, 'final', /knows the session and cannot end it/],
    [401, 'final', /Choose fewer/],
    [502, 'retry', /relay/],
    [999, 'final', /Error-Cause 999/],
  ] as const)('NAK with %i is refused, and what follows is: %s', async (errorCause, advice, words) => {
    const vpn = await aNas((request) => nak(request, errorCause))
    const { disconnector } = aDisconnector()

    const outcome = await disconnector.disconnect({ nas: vpn.nas, identification })

    expect(outcome).toMatchObject({ to: 'refused', errorCause, advice, transmissions: 1 })
    expect(outcome.words).toMatch(words)
  })

  test('NAK without a cause is refused', async () => {
    const vpn = await aNas((request) => nak(request))
    const { disconnector } = aDisconnector()

    expect(await disconnector.disconnect({ nas: vpn.nas, identification })).toMatchObject({
      to: 'refused',
      errorCause: null,
      advice: 'final',
    })
  })

  test('of a NAS that is too busy is not the last: it is asked anew', async () => {
    let answers = 0
    const vpn = await aNas((request) => (++answers < 3 ? nak(request, 506) : ack(request)))
    const { disconnector, time } = aDisconnector()

    const outcome = disconnector.disconnect({ nas: vpn.nas, identification })
    for (const waits of [2, 4]) {
      // The wait for the answer is over; this is the one before asking anew.
      await until(() => time.timersSet === waits)
      time.advance(time.nextTimerMs ?? 0)
    }

    expect(await outcome).toMatchObject({ to: 'acknowledged', transmissions: 3 })
    expect(new Set(vpn.requests.map(({ identifier }) => identifier)).size).toBe(3)
  })

  test('of a NAS that stays too busy is refused, to be tried later', async () => {
    const vpn = await aNas((request) => nak(request, 506))
    const { disconnector, time } = aDisconnector({ retransmission: { maxBusyRetries: 1 } })

    const outcome = disconnector.disconnect({ nas: vpn.nas, identification })
    await until(() => time.timersSet === 2)
    time.advance(1_000)

    expect(await outcome).toMatchObject({ to: 'refused', errorCause: 506, advice: 'retry', transmissions: 2 })
  })
})

describe('silence', () => {
  test('is answered by sending the same octets again, until there is an answer', async () => {
    const vpn = await aNas((request, _from, { requests }) => (requests.length < 3 ? undefined : ack(request)))
    const { disconnector, time } = aDisconnector()

    const outcome = disconnector.disconnect({ nas: vpn.nas, identification })
    await until(() => vpn.received.length === 1)
    time.advance(1_000)
    await until(() => vpn.received.length === 2)
    time.advance(2_000)

    expect(await outcome).toMatchObject({ to: 'acknowledged', transmissions: 3 })
    expect(vpn.answer(1)).toEqual(vpn.answer(0))
    expect(vpn.answer(2)).toEqual(vpn.answer(0))
  })

  test('is not waited for any longer by whom somebody hurries: the same octets go out at once, and nobody else’s', async () => {
    const vpn = await aNas((request, _from, { requests }) => (requests.length < 4 ? undefined : ack(request)))
    const { disconnector, time } = aDisconnector()
    const ask = (name: string) => disconnector.disconnect({ nas: vpn.nas, identification: aSession(name), name })
    const outcome = ask('hurried')
    await until(() => time.timers === 1)
    time.advance(1_000)
    await until(() => time.timers === 1 && vpn.received.length === 2)
    const other = ask('other')
    await until(() => time.timers === 2)

    disconnector.hurry(new Set(['hurried', 'nobody']))

    expect(await outcome).toMatchObject({ to: 'acknowledged', transmissions: 3 })
    expect(vpn.answer(3)).toEqual(vpn.answer(0))
    expect(time.nextTimerMs).toBe(1_000)
    await disconnector.stop()
    expect(await other).toMatchObject({ to: 'unreachable', transmissions: 1 })
  })

  test('for long enough is unreachable, with the likely causes', async () => {
    const vpn = await aNas()
    const { disconnector, time } = aDisconnector()

    const outcome = disconnector.disconnect({ nas: vpn.nas, identification })
    for (const [index, waitMs] of [1_000, 2_000, 4_000, 8_000, 8_000, 7_000].entries()) {
      await until(() => vpn.received.length === index + 1 && time.nextTimerMs === waitMs)
      time.advance(waitMs)
    }

    expect(await outcome).toMatchObject({
      to: 'unreachable',
      transmissions: 6,
      answeredAt: null,
      likelyCauses: [{ cause: 'firewall' }, { cause: 'port' }, { cause: 'secret' }, { cause: 'clock' }],
    })
    expect(time.timers).toBe(0)
  })

  test('is explained by the clock when accounting showed that it is wrong', async () => {
    const vpn = await aNas()
    const { disconnector, time } = aDisconnector({ retransmission: { giveUpAfterMs: 1_000 } })

    const outcome = disconnector.disconnect({ nas: { ...vpn.nas, clockOffsetSeconds: -412 }, identification })
    await until(() => time.timers === 1)
    time.advance(1_000)

    expect((await outcome).words).toMatch(/^No answer that counts\. Its clock is 412 s behind\./)
  })

  test('of the network is explained by what the system said', async () => {
    const { disconnector, time } = aDisconnector({
      retransmission: { giveUpAfterMs: 1_000 },
      bind: { ipv4: '0.0.0.0' },
    })
    const vpn = await aNas()
    const broadcast = { ...vpn.nas, address: '255.255.255.255' }

    const outcome = disconnector.disconnect({ nas: broadcast, identification })
    await until(() => time.timers === 1)
    await new Promise((resolve) => setImmediate(resolve))
    time.advance(1_000)

    expect((await outcome).words).toMatch(/could not send to it: EACCES/)
  })

  test('for so long that the timestamp gets old brings a new request, and an answer to the old one counts as well', async () => {
    const vpn = await aNas()
    const { disconnector, time } = aDisconnector({ retransmission: { renewAfterMs: 3_000 } })

    const outcome = disconnector.disconnect({ nas: vpn.nas, identification })
    await until(() => vpn.received.length === 1)
    time.advance(1_000)
    await until(() => vpn.received.length === 2)
    time.advance(2_000)
    await until(() => vpn.received.length === 3)
    const [first, again, renewed] = vpn.requests
    if (first !== undefined) vpn.send(ack(first), vpn.received[0]?.from ?? vpn)

    expect(again?.octets).toEqual(first?.octets)
    expect(renewed?.identifier).not.toBe(first?.identifier)
    expect(renewed?.authenticator).not.toEqual(first?.authenticator)
    expect(renewed && valueOf(renewed.attributes, 'Event-Timestamp')).toEqual(time.clock())
    expect(await outcome).toMatchObject({ to: 'acknowledged', transmissions: 3 })
  })
})

test('what cannot be an address is not asked', async () => {
  const vpn = await aNas()
  const { disconnector } = aDisconnector()

  expect(await disconnector.disconnect({ nas: { ...vpn.nas, address: 'vpn.example' }, identification })).toMatchObject({
    to: 'unreachable',
    transmissions: 0,
    likelyCauses: [{ cause: 'address' }],
  })
})

test('when no socket can be had, that is said', async () => {
  const vpn = await aNas()
  const errors: unknown[] = []
  const { disconnector } = aDisconnector({ bind: { ipv4: '192.0.2.1' }, onError: (error) => errors.push(error) })

  const outcome = await disconnector.disconnect({ nas: vpn.nas, identification })

  expect(outcome).toMatchObject({ to: 'unreachable', likelyCauses: [{ cause: 'network' }] })
  expect(outcome.words).toMatch(/EADDRNOTAVAIL/)
  expect(errors).toHaveLength(1)
})

describe('stopping', () => {
  test('lets go of what is under way and of what waits', async () => {
    const vpn = await aNas()
    const { disconnector, time } = aDisconnector({ limits: { maxInFlightPerNas: 1 } })
    const outcomes = ['a', 'b'].map((id) => disconnector.disconnect({ nas: vpn.nas, identification: aSession(id) }))
    await until(() => vpn.received.length === 1)

    await disconnector.stop()

    expect((await Promise.all(outcomes)).map(({ to }) => to)).toEqual(['unreachable', 'unreachable'])
    expect(time.timers).toBe(0)
    expect(await disconnector.disconnect({ nas: vpn.nas, identification })).toMatchObject({ to: 'unreachable' })
  })
})
