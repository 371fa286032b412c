import type { WebhookDisabledReason, WebhookEventType, WebhookOutcome, webhookTestType } from '@curfew/contract'

/** Milliseconds since 1970, UTC. */
type Time = number
/** 0 or 1. */
type Flag = number

export type EventTable = {
  position: number
  type: WebhookEventType
  at: Time
  session_id: string | null
  delivery_id: string | null
  closure_id: string | null
}

export type WebhookTable = {
  id: string
  name: string
  url: string
  /** JSON, and so are the two after it. */
  types: string
  kinds: string
  source_ids: string
  allow_private: Flag
  secret: string
  secret_changed_at: Time
  former_secret: string | null
  former_until: Time | null
  disabled_reason: WebhookDisabledReason | null
  disabled_at: Time | null
  created_at: Time
  failures: number
  failing_since: Time | null
  next_attempt_at: Time | null
  cause: string
  last_accepted_at: Time | null
  position: number
  accepted: number
  forgotten: number
}

export type SetAsideTable = EventTable & { webhook_id: string; attempts: number; next_attempt_at: Time | null }

export type WebhookAttemptTable = {
  number: number
  webhook_id: string
  id: string
  event_id: string
  type: WebhookEventType | typeof webhookTestType
  at: Time
  took_ms: number
  attempt: number
  outcome: WebhookOutcome
  is_accepted: Flag
  status: number | null
  cause: string
  answer: string
}
