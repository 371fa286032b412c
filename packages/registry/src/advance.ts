import type { DeliveryStatus } from '@curfew/contract'
import type { Delivery, DeliveryStep } from './closing.ts'

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
 * alone, and at most adds the time that was still missing. Times never run against the order of the steps.
 */
export function advanceDelivery(delivery: Delivery, step: DeliveryStep): Delivery {
  const attempts = delivery.attempts + (step.isAttempt ? 1 : 0)
  const times = { ...timesOf(delivery), ...timeOfStep(delivery, step) }
  if (!goesOn(delivery.status, step.to)) return { ...delivery, ...times, attempts }
  return {
    ...delivery,
    ...times,
    attempts,
    status: step.to,
    nextAttemptAt: step.nextAttemptAt ?? null,
    cause: step.to === 'refused' || step.to === 'unreachable' ? (step.cause ?? '') : '',
  }
}

function goesOn(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return proof[to] > proof[from] || (proof[to] === 0 && proof[from] === 0)
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
/** With the waits below: a little more than a day. */
const mostAttempts = 200

/**
 * When to try again: after 1 s, then twice as long each time, at most 10 minutes; between half of that and all of it,
 * so that those that failed together do not come back together.
 *
 * @param attempts how many were made, this one included
 * @param chance from 0 up to but not 1
 * @returns null: it is given up, after a day or more
 */
export function nextAttempt(attempts: number, now: Date, chance: number): Date | null {
  if (attempts >= mostAttempts) return null
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(Math.max(0, attempts - 1), 20))
  return new Date(now.getTime() + Math.round(waitMs * (0.5 + chance / 2)))
}
