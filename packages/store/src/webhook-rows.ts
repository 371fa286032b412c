import type { KnownEvent, NewWebhook, SetAside, Webhook, WebhookChanges, WebhookRound } from '@curfew/registry'

/** Of attempts that were accepted, and of those that were not, the latest are kept. */
export const keptAttempts = 200

/** @param end of the log of events: it is told what comes after */
export function beginWebhook(webhook: NewWebhook, end: number): Webhook {
  return { ...webhook, position: end, accepted: 0, forgotten: 0 }
}

/** One that is enabled again is told what comes after the end of the log. */
export function changedWebhook(webhook: Webhook, changes: WebhookChanges, end: number): Webhook {
  const after = { ...webhook, ...changes }
  const isNowEnabled = webhook.disabled !== null && after.disabled === null
  return isNowEnabled ? { ...after, position: Math.max(end, after.position) } : after
}

export function afterRound(webhook: Webhook, round: WebhookRound): Webhook {
  return {
    ...webhook,
    ...round.standing,
    position: Math.max(webhook.position, round.position),
    accepted: webhook.accepted + round.accepted,
    disabled: webhook.disabled ?? round.disabled,
  }
}

/** One whose next events are forgotten. @param dropped their positions, in their order */
export function afterForgetting(webhook: Webhook, dropped: readonly number[]): Webhook {
  const missed = dropped.filter((position) => position > webhook.position)
  const position = missed.at(-1) ?? webhook.position
  return { ...webhook, position, forgotten: webhook.forgotten + missed.length }
}

/** Set aside, with the time that sorts them: of those that are given up the oldest event first. */
export function asGivenUp(one: SetAside): SetAside {
  return { ...one, nextAttemptAt: null }
}

/** How far the log has got beyond a webhook. */
export function behind({ position, disabled }: Webhook, first: number | null, last: number | null): number {
  if (first === null || last === null || disabled) return 0
  return Math.max(0, last - Math.max(position, first - 1))
}

export function withoutSubject({ position, type, at, sessionId, deliveryId, closureId }: KnownEvent) {
  return { position, type, at, sessionId, deliveryId, closureId }
}
