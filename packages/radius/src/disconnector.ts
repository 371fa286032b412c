import type { StrayReason } from './disconnect-answer.ts'
import { attemptDisconnect, createEar, type DisconnectOrder, type Ear } from './disconnect-attempt.ts'
import { type DisconnectOutcome, neverSent, unreachable } from './disconnect-outcome.ts'
import { createDisconnectSockets } from './disconnect-sockets.ts'
import { canonicalAddress } from './ip-address.ts'
import type { LikelyCause } from './likely-causes.ts'
import { type Retransmission, usualRetransmission } from './retransmission.ts'
import { type Clock, realTimer, type SetTimer } from './timer.ts'
import { createTurns } from './turns.ts'
import type { Peer } from './udp-socket.ts'

export type DisconnectorOptions = {
  readonly clock?: Clock
  readonly setTimer?: SetTimer
  /** From 0 to below 1. */
  readonly random?: () => number
  /** The addresses to send from. Left out: any; the system chooses by the way to the NAS. */
  readonly bind?: { readonly ipv4?: string; readonly ipv6?: string }
  readonly retransmission?: Partial<Retransmission>
  readonly limits?: Partial<DisconnectorLimits>
  /** What the system reports of a socket, and what kept an attempt from being made. */
  readonly onError?: (error: unknown) => void
}

export type DisconnectorLimits = {
  /** How many sessions one NAS is asked about at a time; the next ones wait for their turn. */
  readonly maxInFlightPerNas: number
  /** More are not taken: they are unreachable at once, and to be tried later. */
  readonly maxWaitingPerNas: number
  /** Each has 256 identifiers for every NAS. */
  readonly maxSocketsPerFamily: number
  readonly identifierRestMs: number
}

const usualLimits: DisconnectorLimits = {
  maxInFlightPerNas: 32,
  maxWaitingPerNas: 4_096,
  maxSocketsPerFamily: 64,
  identifierRestMs: 30_000,
}

export type Disconnector = {
  /**
   * Ask a NAS to end one session. Never rejects; resolves when the NAS has answered, or was silent for long enough.
   * Repeating it is safe: a NAS that has ended the session says so (503).
   */
  disconnect(order: DisconnectOrder): Promise<DisconnectOutcome>
  /** Those of that name that wait for an answer ask again at once. Who waits for a turn goes on waiting. */
  hurry(names: ReadonlySet<string>): void
  /** What came and did not count, by reason, since the start. */
  readonly strays: ReadonlyMap<StrayReason, number>
  /** How many are under way or wait for that NAS. */
  waitingFor(nas: Peer): number
  readonly openSockets: number
  /** What is under way resolves as unreachable, because we stopped. */
  stop(): Promise<void>
}

/**
 * Tell NASes to end sessions. NASes do not wait for one another; each has a bounded number of requests in flight.
 *
 * @see RFC 5176; RFC 5080 §2.2.1 for sending again
 */
export function createDisconnector(options: DisconnectorOptions = {}): Disconnector {
  const { clock = () => new Date(), setTimer = realTimer, random = Math.random, onError = () => {} } = options
  const limits = { ...usualLimits, ...options.limits }
  const bind = { ipv4: '0.0.0.0', ipv6: '::', ...options.bind }
  const retransmission = { ...usualRetransmission, ...options.retransmission }
  const sockets = createDisconnectSockets({ clock, bind, onError, ...limits })
  const turns = createTurns({ maxInside: limits.maxInFlightPerNas, maxWaiting: limits.maxWaitingPerNas })
  const ears = new Map<Ear, string | undefined>()

  const attempt = async (order: DisconnectOrder): Promise<DisconnectOutcome> => {
    const ear = createEar(setTimer)
    ears.set(ear, order.name)
    try {
      return await attemptDisconnect(order, ear, { clock, setTimer, random, sockets, retransmission })
    } catch (error) {
      onError(error)
      return unreachable(neverSent, [noSocket(error)])
    } finally {
      ears.delete(ear)
    }
  }

  return {
    async disconnect({ nas, ...order }) {
      const address = canonicalAddress(nas.address)
      if (address === undefined) return unreachable(neverSent, [noAddress(nas.address)])
      const leave = await turns.enter(nameOf({ address, port: nas.port }))
      if (leave === undefined) return unreachable(neverSent, [tooManyWait])
      return attempt({ nas: { ...nas, address }, ...order }).finally(leave)
    },
    hurry(names) {
      for (const [ear, name] of ears) if (name !== undefined && names.has(name)) ear.hurry()
    },
    strays: sockets.strays,
    waitingFor: ({ address, port }) => turns.count(nameOf({ address: canonicalAddress(address) ?? address, port })),
    get openSockets() {
      return sockets.openSockets
    },
    async stop() {
      turns.sendAway()
      for (const ear of ears.keys()) ear.stop()
      await sockets.close()
    },
  }
}

const nameOf = ({ address, port }: Peer) => `${address} ${port}`

const noAddress = (text: string): LikelyCause => ({ cause: 'address', words: `“${text}” is no IP address.` })
const noSocket = (error: unknown): LikelyCause => ({
  cause: 'network',
  words: `No socket could be had to send from: ${error instanceof Error ? error.message : String(error)}.`,
})
const tooManyWait: LikelyCause = {
  cause: 'busy',
  words: 'Too many disconnects wait for this NAS already, or Curfew is stopping.',
}
