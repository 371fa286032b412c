import { type WebhookEventType, webhookTestType } from '@curfew/contract'
import type { Delivery, Plan } from './closing.ts'
import { isListed } from './listed.ts'
import type { Session } from './session.ts'
import type { KnownEvent, Webhook, WebhookStanding } from './webhook.ts'

type Interest = Pick<Webhook, 'types' | 'kinds' | 'sourceIds' | 'disabled'>
type Subject = Pick<Session, 'kind' | 'superAdminCredentials' | 'sourceId'>

/** Whether any of them has to be told of such an event of such a session. Sessions that are not listed are nobody's. */
export function isWanted(webhooks: readonly Interest[], type: WebhookEventType, session: Subject): boolean {
  return isListed(session) && webhooks.some((webhook) => wants(webhook, type, session))
}

export function wants(webhook: Interest, type: WebhookEventType, session: Pick<Subject, 'kind' | 'sourceId'>): boolean {
  const { types, kinds, sourceIds, disabled } = webhook
  if (disabled || !types.includes(type)) return false
  return isOneOf(kinds, session.kind) && isOneOf(sourceIds, session.sourceId)
}

/** A closure is of every kind and source that its plan named. */
export function wantsClosure(webhook: Interest, { byKind, bySource }: Pick<Plan, 'byKind' | 'bySource'>): boolean {
  const { types, kinds, sourceIds, disabled } = webhook
  if (disabled || !types.includes('closure.refused-everywhere')) return false
  return (
    byKind.some(({ kind }) => isOneOf(kinds, kind)) && bySource.some(({ sourceId }) => isOneOf(sourceIds, sourceId))
  )
}

function isOneOf<Value>(chosen: readonly Value[], value: Value): boolean {
  return chosen.length === 0 || chosen.includes(value)
}

/**
 * What a step of a delivery is as an event: null, if it has not come to a new status, or to one that is no receipt. To be
 * unreachable is an event once, not with each attempt.
 */
export function receiptEvent(before: Delivery, after: Delivery): WebhookEventType | null {
  if (before.status === after.status) return null
  switch (after.status) {
    case 'acknowledged':
    case 'verified':
    case 'refused':
    case 'unreachable':
      return `receipt.${after.status}`
    default:
      return null
  }
}

/** The same at every attempt, and of no other event, even if a log of events begins again. It has no dot: that would end it. */
export function eventIdOf({ type, position, sessionId, deliveryId, closureId }: KnownEvent): string {
  return `${type}_${deliveryId ?? sessionId ?? closureId}_${position.toString(36)}`.replaceAll('.', '-')
}

/** The body to be signed: ids, the user id, kind, source and times. No name, no address, no reason, no credential. */
export function bodyOf(event: KnownEvent): string {
  const { type, at, session, delivery, closure } = event
  const data = closure
    ? {
        closureId: closure.id,
        closed: closure.closed,
        orderedAt: closure.orderedAt,
        refusedEverywhereAt: closure.refusedEverywhereAt ?? at,
      }
    : {
        ...(delivery && { deliveryId: delivery.id, channel: delivery.channel }),
        ...(session && sessionFacts(session, type)),
      }
  return JSON.stringify({ type, timestamp: at, data })
}

function sessionFacts(session: Session, type: WebhookEventType) {
  const { id, userId, kind, sourceId, source, loggedOnAt, endedAt, ending, closureId } = session
  const facts = { sessionId: id, userId, kind, sourceId, source, loggedOnAt }
  // What is known by now of a session that has just opened is the next event's to tell.
  return type === 'session.opened' ? facts : { ...facts, endedAt, ending, closureId }
}

export function testBodyOf(webhookId: string, at: Date): string {
  return JSON.stringify({ type: webhookTestType, timestamp: at, data: { webhookId } })
}

/** For so long an event is tried again, and a webhook that takes nothing at all is believed in. */
export const patienceMs = 3 * 86_400_000
/** So many failures in a row, and it is the webhook that fails, not the event: it is only tried now and then. */
export const failuresOfASink = 10
const firstWaitMs = 5_000
const longestEventWaitMs = 60 * 60_000
const longestSinkWaitMs = 10 * 60_000

/**
 * When to try an event again: after 5 s, then twice as long each time, at most an hour; between half of that and all of it.
 *
 * @param chance from 0 up to but not 1
 * @returns null: it is given up, three days after it happened
 */
export function nextTry(happenedAt: Date, attempts: number, now: Date, chance: number): Date | null {
  if (now.getTime() - happenedAt.getTime() >= patienceMs) return null
  return later(now, longestEventWaitMs, attempts, chance)
}

export function afterAccepted(standing: WebhookStanding, at: Date): WebhookStanding {
  return { ...standing, failures: 0, failingSince: null, nextAttemptAt: null, cause: '', lastAcceptedAt: at }
}

/** @param isOnTrial it was the one attempt of a sink that fails; of attempts side by side many fail of one and the same cause */
export function afterFailed(
  standing: WebhookStanding,
  { cause, at, chance, isOnTrial }: { cause: string; at: Date; chance: number; isOnTrial: boolean },
): WebhookStanding {
  const failures = isOnTrial ? standing.failures + 1 : Math.min(standing.failures + 1, failuresOfASink)
  const rounds = failures - failuresOfASink + 1
  return {
    ...standing,
    failures,
    failingSince: standing.failingSince ?? at,
    nextAttemptAt: rounds > 0 ? later(at, longestSinkWaitMs, rounds, chance) : null,
    cause,
  }
}

/** `410 Gone` is an answer for good; and so are ten failures and three days without one that is good. */
export function disabledAfter(standing: WebhookStanding, status: number | null, at: Date): Webhook['disabled'] {
  if (status === 410) return { reason: 'gone', at }
  if (standing.failures < failuresOfASink) return null
  const failingMs = standing.failingSince ? at.getTime() - standing.failingSince.getTime() : 0
  return failingMs >= patienceMs ? { reason: 'failing', at } : null
}

function later(now: Date, longestMs: number, attempts: number, chance: number): Date {
  const waitMs = Math.min(longestMs, firstWaitMs * 2 ** Math.min(attempts - 1, 20))
  return new Date(now.getTime() + Math.round(waitMs * (0.5 + chance / 2)))
}
