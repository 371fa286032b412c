import { isIPv6 } from 'node:net'
import {
  type AskedDisconnect,
  type DisconnectAnswer,
  judgeDisconnectAnswer,
  type StrayReason,
} from './disconnect-answer.ts'
import type { Clock } from './timer.ts'
import { openUdpSocket, type Peer, type UdpSocket } from './udp-socket.ts'

/** Whoever waits for an answer. */
export type Waiter = {
  answered(answer: DisconnectAnswer): void
  /** Something came that is no answer, and may explain the silence. */
  strayed(why: StrayReason, detail: string): void
}

/** An identifier of a socket, for one request to one peer. */
export type Line = {
  readonly identifier: number
  /** What is to be sent; answers to it go to the waiter. */
  prepare(octets: Buffer, asked: AskedDisconnect): void
  /** Send it, or send the same octets again. */
  send(onFailure: (code: string) => void): void
  /** Answers to it are strays from now on. */
  release(): void
}

export type DisconnectSockets = {
  /** Undefined: every identifier to that peer is in use or rests, or the sockets are closed. Rejects with the system's error when no socket can be had. */
  take(peer: Peer, waiter: Waiter): Promise<Line | undefined>
  /** Datagrams that did not count, by reason. */
  readonly strays: ReadonlyMap<StrayReason, number>
  readonly openSockets: number
  close(): Promise<void>
}

export type DisconnectSocketsOptions = {
  readonly clock: Clock
  /** The addresses to send from: NASes may accept requests from one of ours only. */
  readonly bind: { readonly ipv4: string; readonly ipv6: string }
  readonly maxSocketsPerFamily: number
  /** A NAS may take an identifier that comes again from the same port for the old request (RFC 5176 §2.3). */
  readonly identifierRestMs: number
  readonly onError: (error: Error) => void
}

type Pending = { readonly waiter: Waiter; asked?: AskedDisconnect }
/** What one socket has to do with one peer: identifiers are handed out once each, and then rest together. */
type Pair = { readonly peer: Peer; given: number; lastGivenAtMs: number; readonly pending: Map<number, Pending> }
type Port = {
  readonly socket: UdpSocket
  /** By address and port, the one that was used last at the end. */
  readonly pairs: Map<string, Pair>
  /** The same, by address alone. */
  readonly byAddress: Map<string, Set<Pair>>
  /** Requests that wait for an answer here, whoever was asked. */
  inFlight: number
}

const identifiersPerSocket = 256
/** Room for the answers to that many requests at once; the system may grant less. */
const receiveBufferBytes = 1024 * 1024

/**
 * Sockets to send Disconnect-Requests from: 256 requests in flight on each, 256 identifiers for each peer on each, and one
 * socket more when either is used up.
 * Only a datagram from the very address and port that was asked, on the socket that asked, can be an answer.
 */
export function createDisconnectSockets(options: DisconnectSocketsOptions): DisconnectSockets {
  const { clock, bind, maxSocketsPerFamily, identifierRestMs, onError } = options
  const ports: { readonly ipv4: Port[]; readonly ipv6: Port[] } = { ipv4: [], ipv6: [] }
  const opening = new Map<keyof typeof bind, Promise<void>>()
  const strays = new Map<StrayReason, number>()
  let isClosed = false

  const stray = (why: StrayReason, detail: string, waiters: readonly Waiter[]) => {
    strays.set(why, (strays.get(why) ?? 0) + 1)
    for (const waiter of waiters) waiter.strayed(why, detail)
  }

  const receive = (port: Port, octets: Buffer, from: Peer) => {
    const pair = port.pairs.get(keyOf(from))
    if (pair === undefined) {
      const waiters = waitersAt(port, from.address)
      return stray(waiters.length === 0 ? 'not-asked' : 'other-port', String(from.port), waiters)
    }
    const pending = pair.pending.get(octets[1] ?? -1)
    if (pending?.asked === undefined) return stray('not-asked', '', [])
    const judged = judgeDisconnectAnswer(octets, pending.asked)
    if (judged.fits) pending.waiter.answered(judged.answer)
    else stray(judged.why, '', [pending.waiter])
  }

  const openOne = async (family: keyof typeof bind) => {
    const port: Port = {
      pairs: new Map(),
      byAddress: new Map(),
      inFlight: 0,
      socket: await openUdpSocket({
        address: bind[family],
        port: 0,
        receiveBufferBytes,
        onError,
        onDatagram: (octets, from) => receive(port, octets, from),
      }),
    }
    ports[family].push(port)
  }

  /** A socket of that family more; whoever asks meanwhile gets the same one. */
  const openAnother = (family: keyof typeof bind): Promise<void> => {
    const begun = opening.get(family) ?? openOne(family).finally(() => opening.delete(family))
    opening.set(family, begun)
    return begun
  }

  return {
    async take(peer, waiter) {
      const family = isIPv6(peer.address) ? 'ipv6' : 'ipv4'
      for (;;) {
        if (isClosed) return undefined
        const mayOpen = ports[family].length < maxSocketsPerFamily
        const nowMs = clock().getTime()
        for (const port of ports[family]) {
          // Answers come in bursts, and a socket holds only so many. When there can be no more sockets, nobody is kept waiting
          // because of what others wait for.
          if (mayOpen && port.inFlight >= identifiersPerSocket) continue
          const line = lineOn(port, peer, waiter, { nowMs, identifierRestMs })
          if (line !== undefined) return line
        }
        if (!mayOpen) return undefined
        await openAnother(family)
      }
    },
    strays,
    get openSockets() {
      return ports.ipv4.length + ports.ipv6.length
    },
    async close() {
      isClosed = true
      await Promise.allSettled(opening.values())
      await Promise.all([...ports.ipv4, ...ports.ipv6].map(({ socket }) => socket.close()))
    },
  }
}

/** The next identifier for that peer on that socket; undefined when all were given and have not rested. */
function lineOn(
  port: Port,
  peer: Peer,
  waiter: Waiter,
  { nowMs, identifierRestMs }: { readonly nowMs: number; readonly identifierRestMs: number },
): Line | undefined {
  forgetRested(port, nowMs - identifierRestMs)
  const pair = pairWith(port, peer)
  const identifier = pair.given
  if (identifier >= identifiersPerSocket) return undefined
  pair.given += 1
  pair.lastGivenAtMs = nowMs
  port.pairs.delete(keyOf(peer))
  port.pairs.set(keyOf(peer), pair)
  const pending: Pending = { waiter }
  pair.pending.set(identifier, pending)
  port.inFlight += 1
  let request: Buffer | undefined
  return {
    identifier,
    prepare(octets, asked) {
      request = octets
      pending.asked = asked
    },
    send(onFailure) {
      if (request !== undefined) port.socket.send(request, peer, onFailure)
    },
    release() {
      if (pair.pending.delete(identifier)) port.inFlight -= 1
    },
  }
}

function pairWith({ pairs, byAddress }: Port, peer: Peer): Pair {
  const known = pairs.get(keyOf(peer))
  if (known !== undefined) return known
  const pair: Pair = { peer, given: 0, lastGivenAtMs: 0, pending: new Map() }
  byAddress.set(peer.address, (byAddress.get(peer.address) ?? new Set()).add(pair))
  return pair
}

/** Pairs that nobody used for so long begin anew. */
function forgetRested({ pairs, byAddress }: Port, untilMs: number) {
  for (const [key, pair] of pairs) {
    if (pair.lastGivenAtMs > untilMs) return
    if (pair.pending.size > 0) continue
    pairs.delete(key)
    const there = byAddress.get(pair.peer.address)
    there?.delete(pair)
    if (there?.size === 0) byAddress.delete(pair.peer.address)
  }
}

/** Everyone who waits for an answer from that address, whatever the port. */
function waitersAt({ byAddress }: Port, address: string): readonly Waiter[] {
  const pending = [...(byAddress.get(address) ?? [])].flatMap((pair) => [...pair.pending.values()])
  return pending.map(({ waiter }) => waiter)
}

const keyOf = ({ address, port }: Peer) => `${address} ${port}`
