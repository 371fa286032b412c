import type { DeliveryStatus } from '@curfew/contract'
import type { Delivery, DeliveryStep } from './closing.ts'
import { spread } from './queue.ts'

/**
 * How much each status proves. *Pending* and *unreachable* alternate while it is tried; *refused* was heard and said no to,
 * so it lies beyond *sent*, and what proves the end lies beyond it.
 */
const proof: Readonly<Record<DeliveryStatus, number>> = {
  pending: 0,
  unreachable: 0,
  sent: 1,
  refused: 2,
  acknowledged: 3,
  verified: 4,
}

/**
 * A delivery after one more step. What is proved stays proved: a step that proves less than is known leaves the status
 * alone, and at most adds the time that was still missing. Times never run against the order of the steps. An attempt that
 * finds nobody leaves alone what was asked for since it began.
 */
export function advanceDelivery(delivery: Delivery, step: DeliveryStep): Delivery {
  const attempts = delivery.attempts + (step.isAttempt ? 1 : 0)
  if (step.to === 'unreachable' && isAskedForSince(delivery, step)) return { ...delivery, attempts }
  const times = { ...timesOf(delivery), ...timeOfStep(delivery, step) }
  const next = { nextAttemptAt: step.nextAttemptAt ?? null, givenUpAt: step.isGivenUp ? step.at : null }
  if (goesOn(delivery.status, step.to)) {
    const cause = step.to === 'refused' || step.to === 'unreachable' ? (step.cause ?? '') : ''
    return { ...delivery, ...times, ...next, attempts, status: step.to, cause }
  }
  // A refusal that is tried again stays what is known of it while nothing better comes; but the next attempt is another one.
  const isTriedAgain = step.isAttempt && delivery.status === 'refused' && delivery.nextAttemptAt !== null
  return { ...delivery, ...times, ...(isTriedAgain ? next : {}), attempts }
}

/** Whoever asks for another try while one is under way gets it, also when that one finds nobody. */
function isAskedForSince({ status, nextAttemptAt }: Delivery, { begunAt }: DeliveryStep): boolean {
  return status === 'pending' && begunAt !== undefined && nextAttemptAt !== null && nextAttemptAt > begunAt
}

function goesOn(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return proof[to] > proof[from] || (proof[to] === proof[from] && (proof[to] === 0 || to === 'refused'))
}

/**
 * A delivery that somebody wants tried again: due at once, with all of its time before it. Only this takes a refusal back.
 *
 * @returns undefined: there is nothing to try, it was told
 */
export function retriedDelivery(delivery: Delivery, at: Date): Delivery | undefined {
  if (delivery.status !== 'pending' && delivery.status !== 'unreachable' && delivery.status !== 'refused')
    return undefined
  return { ...delivery, status: 'pending', nextAttemptAt: at, giveUpAt: giveUpTime(at), givenUpAt: null, cause: '' }
}

/** A delivery that has waited for too long. What is known of it stays. */
export function givenUpDelivery(delivery: Delivery, at: Date, cause: string): Delivery {
  const given = { ...delivery, nextAttemptAt: null, givenUpAt: at }
  return delivery.status === 'pending' || delivery.status === 'unreachable'
    ? { ...given, status: 'unreachable', cause: delivery.cause === '' ? cause : delivery.cause }
    : given
}

/** What nobody could be told for so long is given up. */
const patienceMs = 24 * 60 * 60_000

export function giveUpTime(from: Date): Date {
  return new Date(from.getTime() + patienceMs)
}

type Times = Pick<Delivery, 'sentAt' | 'acknowledgedAt' | 'verifiedAt'>

function timesOf({ sentAt, acknowledgedAt, verifiedAt }: Delivery): Times {
  return { sentAt, acknowledgedAt, verifiedAt }
}

/** Steps are reported by several parties and clocks are corrected, so a time is held between its neighbours. */
function timeOfStep(delivery: Delivery, { to, at }: DeliveryStep): Partial<Times> {
  const { storedAt, sentAt, acknowledgedAt, verifiedAt } = delivery
  switch (to) {
    case 'sent':
    // What was refused was sent: the answer proves it.
    case 'refused':
      return { sentAt: sentAt ?? between([storedAt], at, [acknowledgedAt, verifiedAt]) }
    case 'acknowledged':
      return { acknowledgedAt: acknowledgedAt ?? between([storedAt, sentAt], at, [verifiedAt]) }
    case 'verified':
      return { verifiedAt: verifiedAt ?? between([storedAt, sentAt, acknowledgedAt], at, []) }
    default:
      return {}
  }
}

function between(before: readonly (Date | null)[], at: Date, after: readonly (Date | null)[]): Date {
  const least = Math.max(...before.map((time) => time?.getTime() ?? -Infinity))
  const most = Math.min(...after.map((time) => time?.getTime() ?? Infinity))
  return new Date(Math.min(Math.max(at.getTime(), least), most))
}

const firstWaitMs = 1_000
const longestWaitMs = 10 * 60_000

/**
 * When to try again: after 1 s, then twice as long each time, at most 10 minutes; between half of that and all of it,
 * so that those that failed together do not come back together.
 *
 * @param attempts how many were made, this one included
 * @param chance from 0 up to but not 1
 * @returns null: its time is over, it is given up
 */
export function nextAttempt(attempts: number, now: Date, chance: number, giveUpAt: Date): Date | null {
  if (now >= giveUpAt) return null
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(Math.max(0, attempts - 1), 20))
  return new Date(now.getTime() + spread(waitMs, chance))
}
