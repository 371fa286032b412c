import {
  type Closure,
  type Delivery,
  type EndingBatch,
  giveUpTime,
  type NewClosure,
  type NewDelivery,
  type Plan,
} from '@curfew/registry'

/** A closure as it begins: nothing has been gone through yet. */
export function beginClosure(closure: NewClosure, plan: Plan): Closure {
  return {
    ...closure,
    state: 'closing',
    completedAt: null,
    refusedEverywhereAt: null,
    planned: plan.count,
    closed: 0,
    alreadyClosed: plan.alreadyClosed,
    notFound: plan.notFound,
    includedOwnSession: plan.includesOwnSession,
    position: 0,
  }
}

/** A closure after one of its batches: who of the batch was not ended by it had ended before. */
export function moveOn(closure: Closure, progress: NonNullable<EndingBatch['progress']>, ended: number): Closure {
  const goneThrough = Math.max(0, progress.position - closure.position)
  return {
    ...closure,
    ...progress,
    refusedEverywhereAt: closure.refusedEverywhereAt ?? progress.refusedEverywhereAt,
    closed: closure.closed + ended,
    alreadyClosed: closure.alreadyClosed + Math.max(0, goneThrough - ended),
  }
}

/** A delivery as it is stored with the end of its session. */
export function beginDelivery(delivery: NewDelivery, sessionId: string, batch: EndingBatch): Delivery {
  return {
    ...delivery,
    closureId: batch.closureId,
    sessionId,
    status: 'pending',
    storedAt: batch.at,
    sentAt: null,
    acknowledgedAt: null,
    verifiedAt: null,
    attempts: 0,
    giveUpAt: giveUpTime(batch.at),
    givenUpAt: null,
    cause: '',
    feedPosition: null,
  }
}
