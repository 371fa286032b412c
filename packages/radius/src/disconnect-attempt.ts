import type { DisconnectAnswer, StrayReason } from './disconnect-answer.ts'
import {
  type Attempt,
  acknowledged,
  type DisconnectOutcome,
  nothingToSend,
  refused,
  unreachable,
} from './disconnect-outcome.ts'
import { composeDisconnect } from './disconnect-request.ts'
import type { DisconnectSockets, Line, Waiter } from './disconnect-sockets.ts'
import type { IdentifyingAttribute } from './identification.ts'
import { type LikelyCause, likelyCauses } from './likely-causes.ts'
import { nextWaitMs, type Retransmission } from './retransmission.ts'
import type { Clock, SetTimer } from './timer.ts'
import type { Peer } from './udp-socket.ts'

/** A NAS as it is told. */
export type DisconnectNas = Peer & {
  readonly secret: Uint8Array
  /** The attributes that name a session to it; left out: the usual ones. Some NASes want fewer. */
  readonly identifiedBy?: readonly IdentifyingAttribute[]
  /** Its answers have to have one. Left out: it is verified when there is one. */
  readonly requiresMessageAuthenticator?: boolean
  /** From its accounting (`SessionState`), to say so when the clock may be why it is silent. */
  readonly clockOffsetSeconds?: number | null
}

export type DisconnectOrder = {
  /** Port 3799 by RFC 5176 §2; some use 1700. */
  readonly nas: DisconnectNas
  /** The session, as `SessionState` has it. */
  readonly identification: string
  /** What `hurry` knows it by. */
  readonly name?: string
}

export type AttemptPorts = {
  readonly clock: Clock
  readonly setTimer: SetTimer
  readonly random: () => number
  readonly sockets: Pick<DisconnectSockets, 'take'>
  readonly retransmission: Retransmission
}

/** What an attempt waits for, and what it noticed meanwhile. */
export type Ear = Waiter & {
  /** What was heard, or is heard within that time; undefined: nothing. */
  hearWithin(ms: number): Promise<DisconnectAnswer | 'stopped' | 'hurried' | undefined>
  /** What was heard is dealt with: listen anew. */
  listenAgain(): void
  stop(): void
  /** Whoever listens now is to ask again instead. */
  hurry(): void
  readonly strays: ReadonlyMap<StrayReason, string>
}

/** How soon an attempt looks again for an identifier when all of them are in use. */
const lookAgainMs = 1_000
const busy = 506
const weStopped: LikelyCause = { cause: 'stopped', words: 'Curfew stopped before it answered.' }

/** Ask, wait, ask again, until there is an answer or no time left. Rejects only when no socket can be had. */
export async function attemptDisconnect(
  order: DisconnectOrder,
  ear: Ear,
  ports: AttemptPorts,
): Promise<DisconnectOutcome> {
  const { clock, random, retransmission } = ports
  const lines = createLines(order, ear, ports)
  const endMs = clock().getTime() + retransmission.giveUpAfterMs
  let made: Attempt = { transmissions: 0, firstSentAt: null, answeredAt: null }
  let waitMs = 0
  let busyAnswers = 0
  const listen = () => ear.hearWithin(Math.min(waitMs, endMs - clock().getTime()))
  try {
    do {
      const line = await lines.current()
      if (line === 'too-broad' || line === 'too-long') return nothingToSend(line)
      if (line !== undefined) {
        made = { ...made, transmissions: made.transmissions + 1, firstSentAt: made.firstSentAt ?? clock() }
        lines.send()
      }
      waitMs = line === undefined ? lookAgainMs : nextWaitMs(waitMs, random(), retransmission)
      const answer = await listen()
      // Somebody has a reason to believe that it answers now.
      if (answer === 'hurried') waitMs = 0
      else if (answer === 'stopped') return unreachable(made, [weStopped])
      else if (answer?.is === 'acknowledged') return acknowledged({ ...made, answeredAt: clock() }, answer.errorCause)
      else if (answer?.is === 'refused') {
        busyAnswers += answer.errorCause?.code === busy ? 1 : 0
        if (answer.errorCause?.code !== busy || busyAnswers > retransmission.maxBusyRetries)
          return refused({ ...made, answeredAt: clock() }, answer.errorCause)
        lines.release()
        ear.listenAgain()
        await listen()
      }
    } while (clock().getTime() < endMs)
    const { port, clockOffsetSeconds = null } = order.nas
    return unreachable(made, likelyCauses({ port, clockOffsetSeconds, strays: ear.strays, sendFailure: lines.failure }))
  } finally {
    lines.release()
  }
}

/**
 * The identifiers of one attempt. A request is sent again as it is; when its timestamp gets old, a new one takes its place,
 * and an answer to either counts.
 */
function createLines(
  { nas, identification }: DisconnectOrder,
  ear: Ear,
  { clock, sockets, retransmission }: AttemptPorts,
) {
  const taken: Line[] = []
  let newest: { readonly line: Line; readonly stampedAtMs: number } | undefined
  let failure: string | null = null
  return {
    /** The system's word when the last request could not leave this machine. */
    get failure() {
      return failure
    },
    /** Undefined: no identifier is to be had now. A reason: there is nothing to send. */
    async current(): Promise<Line | 'too-broad' | 'too-long' | undefined> {
      const isFresh = newest && clock().getTime() - newest.stampedAtMs < retransmission.renewAfterMs
      if (newest !== undefined && isFresh) return newest.line
      const line = await sockets.take(nas, ear)
      if (line === undefined) return newest?.line
      taken.push(line)
      const at = clock()
      const { secret, identifiedBy, requiresMessageAuthenticator = false } = nas
      const { identifier } = line
      const request = composeDisconnect({ identifier, identification, identifiedBy, secret, at })
      if (!request.ok) return request.reason
      const { authenticator, octets } = request
      line.prepare(octets, { identifier, authenticator, secret, requiresMessageAuthenticator })
      newest = { line, stampedAtMs: at.getTime() }
      return line
    },
    send() {
      newest?.line.send((code) => {
        failure = code
      })
    },
    /** Nothing more is expected; the next request is a new one. */
    release() {
      for (const line of taken.splice(0)) line.release()
      newest = undefined
    },
  }
}

export function createEar(setTimer: SetTimer): Ear {
  const strays = new Map<StrayReason, string>()
  let heard: DisconnectAnswer | 'stopped' | undefined
  let isHurried = false
  let wake = () => {}
  const hear = (answer: DisconnectAnswer | 'stopped') => {
    // The first answer is the answer; whatever comes after it is a repetition, or not to be believed.
    heard ??= answer
    wake()
  }
  return {
    answered: hear,
    strayed: (why, detail) => strays.set(why, detail),
    stop: () => hear('stopped'),
    hurry() {
      isHurried = true
      wake()
    },
    listenAgain() {
      if (heard !== 'stopped') heard = undefined
    },
    async hearWithin(ms) {
      isHurried = false
      if (heard === undefined && ms > 0)
        await new Promise<void>((resolve) => {
          const callOff = setTimer(resolve, ms)
          wake = () => {
            callOff()
            resolve()
          }
        })
      wake = () => {}
      return heard ?? (isHurried ? 'hurried' : undefined)
    },
    strays,
  }
}
