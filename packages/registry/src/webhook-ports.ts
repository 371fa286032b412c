import type { AuditEntry } from './closing.ts'
import type { Page } from './listing.ts'
import type {
  KnownEvent,
  KnownSetAside,
  NewWebhook,
  Webhook,
  WebhookAttempt,
  WebhookChanges,
  WebhookCounts,
  WebhookRound,
} from './webhook.ts'

/**
 * Webhooks, and the log of events that they are told from. The store writes an event in the very transaction in which it
 * happens, and only if a webhook that is enabled wants it: what happened is never lost, and what nobody wants costs nothing.
 */
export interface WebhookStore {
  /** It begins at the end of the log. `too-many`: there are `most` already. */
  createWebhook(webhook: NewWebhook, most: number, audit: AuditEntry): Promise<'created' | 'name-taken' | 'too-many'>
  /** One that is enabled again begins at the end of the log. */
  changeWebhook(id: string, changes: WebhookChanges, audit: AuditEntry): Promise<'changed' | 'not-found' | 'name-taken'>
  /** With everything that was kept for it. */
  deleteWebhook(id: string, audit: AuditEntry): Promise<'deleted' | 'not-found'>
  /** By name. */
  webhooks(): Promise<readonly Webhook[]>
  webhookById(id: string): Promise<Webhook | undefined>
  /** After a position, by position. */
  eventsAfter(position: number, limit: number): Promise<readonly KnownEvent[]>
  /** What is due to be tried again, earliest first. */
  dueSetAside(webhookId: string, now: Date, limit: number): Promise<readonly KnownSetAside[]>
  webhookCounts(ids: readonly string[]): Promise<ReadonlyMap<string, WebhookCounts>>
  /**
   * Store what a round has come to. Of attempts the latest are kept, of those set aside `most` that are tried again (the oldest
   * of more are given up) and `most` that are given up (the oldest of more are forgotten, and counted). One that is deleted or
   * disabled meanwhile stays so.
   *
   * @param audit written if `round.disabled` disables it
   */
  settleRound(webhookId: string, round: WebhookRound, most: number, audit: readonly AuditEntry[]): Promise<void>
  noteAttempt(webhookId: string, attempt: WebhookAttempt): Promise<void>
  /** Newest first. */
  webhookAttempts(webhookId: string, limit: number, cursor: string | null): Promise<Page<WebhookAttempt>>
  /** All that is set aside is due at `at`, also what was given up; and it counts as not failing. */
  retryWebhook(id: string, at: Date, audit: AuditEntry): Promise<'retried' | 'not-found'>
  /**
   * Forget events that every enabled webhook is done with; and those before `before`, and more than the latest `most`,
   * though some webhook is not: it counts them as forgotten. At most `limit` of them.
   *
   * @returns how many were forgotten
   */
  forgetEvents(before: Date, most: number, limit: number): Promise<number>
}

/** One message, ready to be signed. */
export type WebhookMessage = {
  readonly url: string
  readonly allowPrivate: boolean
  readonly id: string
  readonly at: Date
  readonly body: string
  /** Each signs. */
  readonly secrets: readonly string[]
}

/** `body` is the beginning of what was answered, as text. */
export type WebhookAnswer = { readonly status: number; readonly body: string } | { readonly failure: string }

/** Signs and sends. It never rejects, and it always answers within seconds, whatever the other side does. */
export interface WebhookPoster {
  post(message: WebhookMessage): Promise<WebhookAnswer>
}

export type WebhookSending = {
  /** Wakes the loop that sends to webhooks: one was changed, or something happened. */
  readonly wakeWebhooks: () => void
  readonly webhookPoster: WebhookPoster
}
