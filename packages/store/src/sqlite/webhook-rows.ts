import { sessionKinds, type WebhookEventType, webhookEventTypes } from '@curfew/contract'
import type { SetAside, Webhook, WebhookAttempt, WebhookEvent } from '@curfew/registry'
import { timeOrNull } from './session-rows.ts'
import { readItem, readList } from './stored-json.ts'
import type { EventTable, SetAsideTable, WebhookAttemptTable, WebhookTable } from './webhook-tables.ts'

export function webhookOfRow(row: WebhookTable): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    types: readList(row.types, (type): WebhookEventType => readItem(webhookEventTypes, type)),
    kinds: readList(row.kinds, (kind) => readItem(sessionKinds, kind)),
    sourceIds: readList(row.source_ids, String),
    allowPrivate: row.allow_private === 1,
    secret: row.secret,
    secretChangedAt: new Date(row.secret_changed_at),
    former:
      row.former_secret === null || row.former_until === null
        ? null
        : { secret: row.former_secret, until: new Date(row.former_until) },
    disabled:
      row.disabled_reason === null || row.disabled_at === null
        ? null
        : { reason: row.disabled_reason, at: new Date(row.disabled_at) },
    createdAt: new Date(row.created_at),
    failures: row.failures,
    failingSince: timeOrNull(row.failing_since),
    nextAttemptAt: timeOrNull(row.next_attempt_at),
    cause: row.cause,
    lastAcceptedAt: timeOrNull(row.last_accepted_at),
    position: row.position,
    accepted: row.accepted,
    forgotten: row.forgotten,
  }
}

export function rowOfWebhook(webhook: Webhook): WebhookTable {
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    types: JSON.stringify(webhook.types),
    kinds: JSON.stringify(webhook.kinds),
    source_ids: JSON.stringify(webhook.sourceIds),
    allow_private: Number(webhook.allowPrivate),
    secret: webhook.secret,
    secret_changed_at: webhook.secretChangedAt.getTime(),
    former_secret: webhook.former?.secret ?? null,
    former_until: webhook.former?.until.getTime() ?? null,
    disabled_reason: webhook.disabled?.reason ?? null,
    disabled_at: webhook.disabled?.at.getTime() ?? null,
    created_at: webhook.createdAt.getTime(),
    failures: webhook.failures,
    failing_since: webhook.failingSince?.getTime() ?? null,
    next_attempt_at: webhook.nextAttemptAt?.getTime() ?? null,
    cause: webhook.cause,
    last_accepted_at: webhook.lastAcceptedAt?.getTime() ?? null,
    position: webhook.position,
    accepted: webhook.accepted,
    forgotten: webhook.forgotten,
  }
}

export function eventOfRow(row: EventTable): WebhookEvent {
  const { position, type, session_id, delivery_id, closure_id } = row
  return { position, type, at: new Date(row.at), sessionId: session_id, deliveryId: delivery_id, closureId: closure_id }
}

export function rowOfEvent(event: WebhookEvent): EventTable {
  return {
    position: event.position,
    type: event.type,
    at: event.at.getTime(),
    session_id: event.sessionId,
    delivery_id: event.deliveryId,
    closure_id: event.closureId,
  }
}

export function rowOfSetAside(webhookId: string, { event, attempts, nextAttemptAt }: SetAside): SetAsideTable {
  const next_attempt_at = nextAttemptAt?.getTime() ?? null
  return { webhook_id: webhookId, ...rowOfEvent(event), attempts, next_attempt_at }
}

export function attemptOfRow(row: WebhookAttemptTable): WebhookAttempt {
  return {
    id: row.id,
    eventId: row.event_id,
    type: row.type,
    at: new Date(row.at),
    tookMs: row.took_ms,
    attempt: row.attempt,
    outcome: row.outcome,
    status: row.status,
    cause: row.cause,
    answer: row.answer,
  }
}

export function rowOfAttempt(webhookId: string, attempt: WebhookAttempt): Omit<WebhookAttemptTable, 'number'> {
  return {
    webhook_id: webhookId,
    id: attempt.id,
    event_id: attempt.eventId,
    type: attempt.type,
    at: attempt.at.getTime(),
    took_ms: Math.round(attempt.tookMs),
    attempt: attempt.attempt,
    outcome: attempt.outcome,
    is_accepted: Number(attempt.outcome === 'accepted'),
    status: attempt.status,
    cause: attempt.cause,
    answer: attempt.answer,
  }
}
