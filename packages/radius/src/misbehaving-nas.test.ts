import { describe, expect, test } from 'vitest'
import { ack, aDisconnector, aNas, aSession, secret } from './a-nas.test-kit.ts'
import { aPeer, until } from './a-peer.test-kit.ts'
import { noAuthenticator, responseAuthenticatorOf } from './authenticator.ts'
import type { DisconnectOutcome } from './disconnect-outcome.ts'
import { type Packet, packetCodes } from './packet.ts'
import { packetOf } from './packets.test-kit.ts'
import { signAnswer } from './signature.ts'
import { wrongAnswersWith } from './wrong-answers.test-kit.ts'

const { disconnectAck, disconnectNak } = packetCodes
const wrongAnswers = wrongAnswersWith(secret)
const signed = (code: number, request: Packet, key = secret) => signAnswer({ code, attributes: [] }, request, key)

/** One request each, and no second one: so every answer is one that the test meant. */
const onlyOnce = { firstWaitMs: 30_000, longestWaitMs: 30_000, giveUpAfterMs: 30_000 }

test('of more than 1,000 forged and garbled answers none counts as told', async () => {
  const names = Object.keys(wrongAnswers)
  const turn = { next: 0 }
  const nas = await aNas((request) => wrongAnswers[names[turn.next++ % names.length] ?? '']?.(request))
  const { disconnector, time } = aDisconnector({ retransmission: onlyOnce, limits: { maxInFlightPerNas: 64 } })
  const outcomes: DisconnectOutcome[] = []

  // In small groups: loopback loses what does not fit into a socket's buffer.
  for (let group = 0; group < 39; group += 1) {
    const asked = names.map((_, number) =>
      disconnector.disconnect({ nas: nas.nas, identification: aSession(`${group}/${number}`) }),
    )
    await until(() => sum(disconnector.strays.values()) === (group + 1) * names.length)
    time.advance(30_000)
    outcomes.push(...(await Promise.all(asked)))
  }

  expect(outcomes.length).toBeGreaterThan(1_000)
  expect(outcomes.filter(({ to }) => to !== 'unreachable')).toEqual([])
  expect(Object.fromEntries(disconnector.strays)).toMatchObject({
    'wrong-authenticator': expect.any(Number),
    'wrong-message-authenticator': expect.any(Number),
    'coa-code': expect.any(Number),
    'other-code': expect.any(Number),
    garbage: expect.any(Number),
    'not-asked': expect.any(Number),
  })
})

test('an honest answer after all the wrong ones counts', async () => {
  const nas = await aNas((request, from, itself) => {
    for (const wrong of Object.values(wrongAnswers)) itself.send(wrong(request), from)
    return ack(request)
  })
  const { disconnector } = aDisconnector()

  expect(await disconnector.disconnect({ nas: nas.nas, identification: aSession('a') })).toMatchObject({
    to: 'acknowledged',
    transmissions: 1,
  })
})

describe('an answer that is right in itself does not count', () => {
  test('when it comes from another port, or from another address', async () => {
    const elsewhere = [await aPeer(), await aPeer(undefined, '127.0.0.2')]
    const nas = await aNas((request, from) => {
      for (const peer of elsewhere) peer.send(ack(request), from)
      return undefined
    })
    const { disconnector, time } = aDisconnector({ retransmission: onlyOnce })

    const outcome = disconnector.disconnect({ nas: nas.nas, identification: aSession('a') })
    await until(() => sum(disconnector.strays.values()) === 2)
    time.advance(30_000)

    expect(await outcome).toMatchObject({ to: 'unreachable', likelyCauses: [{ cause: 'port' }, {}, {}, {}] })
    expect((await outcome).words).toContain(`from port ${elsewhere[0]?.port}`)
    expect(Object.fromEntries(disconnector.strays)).toEqual({ 'other-port': 1, 'not-asked': 1 })
  })

  test('when it comes after the attempt was given up', async () => {
    const nas = await aNas()
    const { disconnector, time } = aDisconnector({ retransmission: onlyOnce })

    const outcome = disconnector.disconnect({ nas: nas.nas, identification: aSession('a') })
    await until(() => nas.requests.length === 1)
    time.advance(30_000)
    const settled = await outcome
    nas.send(ack(packetOf(nas.answer(0))), nas.received[0]?.from ?? nas)
    await until(() => disconnector.strays.get('not-asked') === 1)

    expect(settled.to).toBe('unreachable')
  })

  test('when it was the answer to an earlier request and is played back', async () => {
    const recorded: Buffer[] = []
    const nas = await aNas((request) => {
      if (recorded.length < 256) recorded.push(ack(request))
      else return recorded[request.identifier]
      return recorded.at(-1)
    })
    const limits = { maxSocketsPerFamily: 1, identifierRestMs: 1_000 }
    const { disconnector, time } = aDisconnector({ retransmission: onlyOnce, limits })
    const tell = (id: string) => disconnector.disconnect({ nas: nas.nas, identification: aSession(id) })
    for (let count = 0; count < 256; count += 1) expect((await tell(`first ${count}`)).to).toBe('acknowledged')
    time.advance(1_000)

    const replayed = Array.from({ length: 30 }, (_, count) => tell(`second ${count}`))
    await until(() => disconnector.strays.get('wrong-authenticator') === 30)
    time.advance(30_000)

    expect((await Promise.all(replayed)).map(({ to }) => to)).toEqual(Array(30).fill('unreachable'))
  })

  test('when the NAS has to send a Message-Authenticator and does not', async () => {
    const nas = await aNas((request) => ack(request))
    const { disconnector, time } = aDisconnector({ retransmission: onlyOnce })
    const strict = { ...nas.nas, requiresMessageAuthenticator: true }

    const outcome = disconnector.disconnect({ nas: strict, identification: aSession('a') })
    await until(() => disconnector.strays.get('no-message-authenticator') === 1)
    time.advance(30_000)

    expect(await outcome).toMatchObject({ to: 'unreachable', likelyCauses: [{ cause: 'software' }, {}, {}, {}, {}] })
  })

  test('when the NAS has to send a Message-Authenticator and sends one that is not bound to the request', async () => {
    const nas = await aNas((request) => {
      const zeros = { ...request, authenticator: noAuthenticator }
      const unbound = signAnswer({ code: disconnectAck, attributes: [] }, zeros, secret, {
        withMessageAuthenticator: true,
      })
      responseAuthenticatorOf(unbound, request.authenticator, secret).copy(unbound, 4)
      return unbound
    })
    const { disconnector, time } = aDisconnector({ retransmission: onlyOnce })
    const strict = { ...nas.nas, requiresMessageAuthenticator: true }

    const outcome = disconnector.disconnect({ nas: strict, identification: aSession('a') })
    await until(() => disconnector.strays.get('wrong-message-authenticator') === 1)
    time.advance(30_000)

    expect((await outcome).to).toBe('unreachable')
    expect((await disconnector.disconnect({ nas: nas.nas, identification: aSession('a') })).to).toBe('acknowledged')
  })

  test('a second time: what was told is told once', async () => {
    const nas = await aNas((request, from, itself) => {
      for (let count = 0; count < 5; count += 1) itself.send(ack(request), from)
      return signed(disconnectNak, request)
    })
    const { disconnector } = aDisconnector()

    const outcomes = await Promise.all(
      ['a', 'b'].map((id) => disconnector.disconnect({ nas: nas.nas, identification: aSession(id) })),
    )

    expect(outcomes.map(({ to }) => to)).toEqual(['acknowledged', 'acknowledged'])
  })
})

test('a wrong secret is named as the likely cause when the NAS answers with another', async () => {
  const nas = await aNas((request) => signed(disconnectNak, request, Buffer.from('another')))
  const { disconnector, time } = aDisconnector({ retransmission: onlyOnce })

  const outcome = disconnector.disconnect({ nas: nas.nas, identification: aSession('a') })
  await until(() => disconnector.strays.get('wrong-authenticator') === 1)
  time.advance(30_000)

  expect((await outcome).words).toMatch(/^No answer that counts\. It answered with another shared secret\./)
})

function sum(numbers: Iterable<number>): number {
  return Array.from(numbers).reduce((total, number) => total + number, 0)
}
