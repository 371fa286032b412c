import { type NewNasRequest, radiusSettings } from '@curfew/contract'
import { createRadiusDisconnectChannel } from '@curfew/logoff'
import {
  attribute,
  createDisconnector,
  encodeAttributes,
  identificationIn,
  type Packet,
  type Peer,
  packetCodes,
  signAnswer,
  valueOf,
} from '@curfew/radius'
import { allListed, createNas, deliverDue, readClosure, retryDeliveries } from '@curfew/registry'
import { aNewSession, anActor } from '@curfew/registry/cast'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type APeer, aPeer } from '../../packages/radius/src/a-peer.test-kit.ts'
import { packetOf } from '../../packages/radius/src/packets.test-kit.ts'
import { wrongAnswersWith } from '../../packages/radius/src/wrong-answers.test-kit.ts'
import { aRegistry, closeSessions } from '../../packages/registry/src/a-registry.test-kit.ts'

const secret = 'shared-with-the-nas'
const key = Buffer.from(secret)
const attemptMs = 600

/**
 * What happens between a NAS and us, by what is done with each request. Only `honest` ends a session; everything else leaves it
 * where it is, and is not to count as told.
 */
class LyingNas {
  /** Sessions that it ended, and said so. */
  readonly ended = new Set<string>()
  readonly asked = new Map<string, number>()
  answers = 0
  isHonest = false
  readonly #wrong = Object.values(wrongAnswersWith(key))
  /** What would have been right for an earlier request, by identifier. */
  readonly #recorded = new Map<number, { readonly of: Buffer; readonly ack: Buffer }>()
  readonly #peer: () => APeer
  readonly #elsewhere: () => APeer

  constructor(peer: () => APeer, elsewhere: () => APeer) {
    this.#peer = peer
    this.#elsewhere = elsewhere
  }

  hear(octets: Buffer, from: Peer) {
    const request = packetOf(octets)
    const id = valueOf(request.attributes, 'Acct-Session-Id') ?? ''
    const ack = signAnswer({ code: packetCodes.disconnectAck, attributes: [] }, request, key)
    this.asked.set(id, (this.asked.get(id) ?? 0) + 1)
    if (this.isHonest) {
      this.ended.add(id)
      return this.#peer().send(ack, from)
    }
    this.answers += 1
    this.#lie(this.answers % (this.#wrong.length + 4), request, from, ack)
    this.#recorded.set(request.identifier, { of: request.authenticator, ack })
  }

  #lie(way: number, request: Packet, from: Peer, ack: Buffer) {
    const wrong = this.#wrong[way]
    const recorded = this.#recorded.get(request.identifier)
    const isOfAnother = recorded !== undefined && !recorded.of.equals(request.authenticator)
    if (wrong) this.#peer().send(wrong(request), from)
    // Right in itself, and later than anybody waits for it.
    else if (way === this.#wrong.length) setTimeout(() => this.#peer().send(ack, from), attemptMs + 300)
    else if (way === this.#wrong.length + 1) this.#elsewhere().send(ack, from)
    // What it said to somebody else under the same identifier, and what it said to this one with another identifier.
    else if (way === this.#wrong.length + 2 && isOfAnother) this.#peer().send(recorded.ack, from)
    else this.#peer().send(Buffer.from(ack.with(1, ack.readUInt8(1) ^ 1)), from)
  }
}

async function aLyingNas(): Promise<{ readonly nas: LyingNas; readonly peer: APeer }> {
  let [peer, elsewhere]: (APeer | undefined)[] = []
  const use = (one: APeer | undefined) => {
    if (!one) throw new Error('Nothing can be heard before the sockets are bound')
    return one
  }
  const nas = new LyingNas(
    () => use(peer),
    () => use(elsewhere),
  )
  elsewhere = await aPeer()
  peer = await aPeer((octets, from) => nas.hear(octets, from))
  return { nas, peer }
}

/** The rules, a store, the channel and real sockets, joined as the product joins them; only accounting is given. */
function aHouse() {
  const identified = new Map<string, string>()
  const disconnector = createDisconnector({
    bind: { ipv4: '127.0.0.1' },
    retransmission: { firstWaitMs: 150, longestWaitMs: 300, giveUpAfterMs: attemptMs },
    limits: { maxInFlightPerNas: 2_000 },
  })
  onTestFinished(() => disconnector.stop())
  const { ports, store } = aRegistry({ clock: () => new Date() })
  const channel = createRadiusDisconnectChannel({
    disconnector,
    sourceById: (id) => store.sourceById(id),
    accountedSession: async (id) => {
      const identification = identified.get(id)
      return identification === undefined
        ? undefined
        : { identification, sentFrom: '127.0.0.1', clockOffsetSeconds: null }
    },
  })
  return { ports: { ...ports, channels: [channel] }, identified, disconnector }
}

/** Many sources, all of them the same liar: none of them has so many waiting that its silence keeps others from being tried. */
const sources = 45
const sessionsEach = 24

test('of 1,000 forged, late, replayed and garbled answers none counts as told, through rules, store, channel and sockets', {
  timeout: 120_000,
}, async () => {
  const { nas, peer } = await aLyingNas()
  const { ports, identified, disconnector } = aHouse()
  for (let number = 0; number < sources; number += 1) {
    const request: NewNasRequest = {
      name: `vpn-${number}`,
      radius: radiusSettings.parse({ networks: [`10.0.${number}.1`], secret, disconnectPort: peer.port }),
    }
    const { id, name } = await createNas(ports, request, anActor())
    const sessions = Array.from({ length: sessionsEach }, () =>
      aNewSession({ kind: 'radius', sourceId: id, source: name, loggedOnAt: ports.clock() }),
    )
    await ports.store.register(sessions)
    for (const session of sessions)
      identified.set(session.id, identificationIn(encodeAttributes([attribute('Acct-Session-Id', session.id)])))
  }
  const ids = Array.from(identified.keys())
  const closure = await closeSessions(ports, ids)
  const counts = async () => (await readClosure(ports, closure.id, allListed)).counts

  await deliverDue(ports)
  // The late ones are here by then, too.
  await new Promise((resolve) => setTimeout(resolve, 2 * attemptMs))

  // Loopback loses what does not fit into a socket's buffer, and of a silent source not all are tried.
  expect(Math.min(nas.answers, nas.asked.size)).toBeGreaterThan(1_000)
  const { unreachable, pending } = await counts()
  expect(await counts()).toMatchObject({ total: ids.length, sent: 0, refused: 0, acknowledged: 0, verified: 0 })
  expect(unreachable + pending).toBe(ids.length)
  expect(unreachable).toBeGreaterThan(1_000)
  expect(disconnector.strays.get('not-asked')).toBeGreaterThan(0)
  expect(disconnector.strays.get('other-port')).toBeGreaterThan(0)

  // And whoever tells the truth in the end is believed: acknowledged, which is no proof that anybody is off.
  nas.isHonest = true
  await retryDeliveries(ports, closure.id, anActor(), allListed)
  await vi.waitFor(
    async () => {
      await deliverDue(ports)
      expect(await counts()).toMatchObject({ acknowledged: ids.length, verified: 0 })
    },
    { timeout: 60_000, interval: 100 },
  )
  expect(nas.ended.size).toBe(ids.length)
  const open = await ports.store.sessionsByIds(ids.slice(0, 1_000))
  expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['closing']))
})
