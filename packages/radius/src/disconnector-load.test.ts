import { expect, test } from 'vitest'
import { ack, aDisconnector, aNas, aSession } from './a-nas.test-kit.ts'
import { until } from './a-peer.test-kit.ts'
import type { Packet } from './packet.ts'

const sessions = (count: number) => Array.from({ length: count }, (_, number) => aSession(`session ${number}`))

/** A request as its NAS tells it from others: by where it came from, and its identifier. */
const names = (nas: {
  readonly received: readonly { readonly octets: Buffer; readonly from: { readonly port: number } }[]
}) => nas.received.map(({ octets, from }) => `${from.port}/${octets[1]}`)

test('one NAS is asked about so many sessions at a time, and about the next when it has answered', async () => {
  const held: (() => void)[] = []
  const vpn = await aNas((request, from, nas) => {
    held.push(() => nas.send(ack(request), from))
    return undefined
  })
  const { disconnector } = aDisconnector({ limits: { maxInFlightPerNas: 2 } })

  const outcomes = sessions(5).map((identification) => disconnector.disconnect({ nas: vpn.nas, identification }))
  await until(() => held.length === 2)
  expect(disconnector.waitingFor(vpn.nas)).toBe(5)
  for (let answered = 0; answered < 5; answered += 1) {
    await until(() => held.length > answered)
    expect(held.length - answered).toBeLessThanOrEqual(2)
    held[answered]?.()
  }

  expect((await Promise.all(outcomes)).every(({ to }) => to === 'acknowledged')).toBe(true)
  expect(disconnector.waitingFor(vpn.nas)).toBe(0)
})

test('a dead NAS delays no other', async () => {
  const dead = await aNas()
  const living = await aNas((request) => ack(request))
  const { disconnector } = aDisconnector({ limits: { maxInFlightPerNas: 4 } })

  const lost = sessions(50).map((identification) => disconnector.disconnect({ nas: dead.nas, identification }))
  const told = sessions(50).map((identification) => disconnector.disconnect({ nas: living.nas, identification }))

  // The clock stands still: nothing of the dead one has run out.
  expect((await Promise.all(told)).every(({ to }) => to === 'acknowledged')).toBe(true)
  expect(disconnector.waitingFor(dead.nas)).toBe(50)
  await disconnector.stop()
  expect((await Promise.all(lost)).every(({ to }) => to === 'unreachable')).toBe(true)
})

test('what is more than may wait for one NAS is turned away at once', async () => {
  const dead = await aNas()
  const { disconnector } = aDisconnector({ limits: { maxInFlightPerNas: 1, maxWaitingPerNas: 1 } })
  const [first, second, third] = sessions(3).map((identification) =>
    disconnector.disconnect({ nas: dead.nas, identification }),
  )

  expect(await third).toMatchObject({ to: 'unreachable', transmissions: 0, likelyCauses: [{ cause: 'busy' }] })
  await disconnector.stop()
  await Promise.all([first, second])
})

test('more than 256 requests to one NAS take another socket, and no two look the same to it', async () => {
  const requests: { readonly request: Packet; readonly answer: () => void }[] = []
  const vpn = await aNas((request, from, nas) => {
    requests.push({ request, answer: () => nas.send(ack(request), from) })
    return undefined
  })
  const { disconnector } = aDisconnector({ limits: { maxInFlightPerNas: 600 } })

  const outcomes: Promise<{ readonly to: string }>[] = []
  // A few at a time: loopback loses what does not fit into the peer's buffer.
  for (const identification of sessions(520)) {
    outcomes.push(disconnector.disconnect({ nas: vpn.nas, identification }))
    if (outcomes.length % 40 === 0) await until(() => requests.length === outcomes.length)
  }
  expect(disconnector.openSockets).toBe(3)
  expect(new Set(names(vpn)).size).toBe(520)
  for (const [index, { answer }] of requests.entries()) {
    answer()
    if (index % 40 === 0) await outcomes[index]
  }

  expect((await Promise.all(outcomes)).every(({ to }) => to === 'acknowledged')).toBe(true)
})

test('an identifier rests after its last use before a NAS sees it again from the same port', async () => {
  const vpn = await aNas((request) => ack(request))
  const { disconnector, time } = aDisconnector({ limits: { identifierRestMs: 30_000 } })
  const tell = async (count: number) => {
    for (const identification of sessions(count)) await disconnector.disconnect({ nas: vpn.nas, identification })
  }

  await tell(300)
  expect(new Set(names(vpn)).size).toBe(300)
  expect(disconnector.openSockets).toBe(2)

  time.advance(30_000)
  await tell(100)
  expect(new Set(names(vpn)).size).toBe(300)
  expect(disconnector.openSockets).toBe(2)
})

test('two NASes may be asked with the same identifier from the same socket', async () => {
  const [one, other] = [await aNas((request) => ack(request)), await aNas((request) => ack(request))]
  const { disconnector } = aDisconnector()

  for (const { nas } of [one, other]) await disconnector.disconnect({ nas, identification: aSession('a') })

  expect(names(one)).toEqual(names(other))
  expect(disconnector.openSockets).toBe(1)
})

test('when every identifier rests, the next request waits for one, and is given up when none comes', async () => {
  const vpn = await aNas((request) => ack(request))
  const limits = { maxSocketsPerFamily: 1, identifierRestMs: 5_000 }
  const { disconnector, time } = aDisconnector({ limits })
  for (const identification of sessions(256)) await disconnector.disconnect({ nas: vpn.nas, identification })

  const waiting = disconnector.disconnect({ nas: vpn.nas, identification: aSession('later') })
  for (let second = 0; second < 5; second += 1) {
    await until(() => time.timers === 1)
    time.advance(1_000)
  }

  expect(await waiting).toMatchObject({ to: 'acknowledged', transmissions: 1 })
})

test('what is in flight to many NASes is spread over sockets, and where there are no more, nobody waits for that', async () => {
  const dead = await Promise.all(Array.from({ length: 9 }, () => aNas()))
  const living = await aNas((request) => ack(request))
  const spread = aDisconnector().disconnector
  const narrow = aDisconnector({ limits: { maxSocketsPerFamily: 1 } }).disconnector

  for (const [index, disconnector] of [spread, narrow].entries()) {
    for (const { nas } of dead)
      for (const identification of sessions(32)) void disconnector.disconnect({ nas, identification })
    await until(() => dead.every(({ received }) => received.length === 32 * (index + 1)))
  }
  const outcomes = [spread, narrow].map((one) => one.disconnect({ nas: living.nas, identification: aSession('a') }))

  expect((await Promise.all(outcomes)).map(({ to }) => to)).toEqual(['acknowledged', 'acknowledged'])
  expect([spread.openSockets, narrow.openSockets]).toEqual([2, 1])
})
