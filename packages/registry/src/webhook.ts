import type {
  SessionKind,
  WebhookDisabledReason,
  WebhookEventType,
  WebhookOutcome,
  webhookTestType,
} from '@curfew/contract'
import type { Closure, Delivery } from './closing.ts'
import type { Session } from './session.ts'

/** Where events go, and which. Its secrets are needed as they are, so they are kept as they are, and never leave the server. */
export type Webhook = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly types: readonly WebhookEventType[]
  /** Empty: of every kind. */
  readonly kinds: readonly SessionKind[]
  /** Empty: of every source. */
  readonly sourceIds: readonly string[]
  /** Also plain `http`, and addresses that are not of the public internet. */
  readonly allowPrivate: boolean
  readonly secret: string
  readonly secretChangedAt: Date
  /** The secret before it, which signs too until then. */
  readonly former: { readonly secret: string; readonly until: Date } | null
  readonly disabled: { readonly reason: WebhookDisabledReason; readonly at: Date } | null
  readonly createdAt: Date
} & WebhookStanding & {
    /** Every event up to here is settled or set aside. */
    readonly position: number
    readonly accepted: number
    /** Events that were forgotten before it had them: an upper bound, for not all of them were wanted. */
    readonly forgotten: number
  }

/** How it has answered of late. */
export type WebhookStanding = {
  /** In a row. */
  readonly failures: number
  readonly failingSince: Date | null
  /** Null: it is sent to as events come. */
  readonly nextAttemptAt: Date | null
  readonly cause: string
  readonly lastAcceptedAt: Date | null
}

export type NewWebhook = Omit<Webhook, 'position' | 'accepted' | 'forgotten'>
export type WebhookChanges = Partial<
  Pick<
    Webhook,
    | 'name'
    | 'url'
    | 'types'
    | 'kinds'
    | 'sourceIds'
    | 'allowPrivate'
    | 'secret'
    | 'secretChangedAt'
    | 'former'
    | 'disabled'
    | keyof WebhookStanding
  >
>

/** One row of the log of events: what happened, when, and to whom; everything else is looked up when it is sent. */
export type WebhookEvent = {
  /** Rises by 1 with each, in the order of the commits. */
  readonly position: number
  readonly type: WebhookEventType
  readonly at: Date
  /** Null: it is about a closure. */
  readonly sessionId: string | null
  readonly deliveryId: string | null
  readonly closureId: string | null
}

/** An event with what it is about, as that stands now; null: it is about none, or that is forgotten. */
export type KnownEvent = WebhookEvent & {
  readonly session: Session | null
  readonly delivery: Delivery | null
  readonly closure: Closure | null
}

/** An event that one webhook did not take, set aside so that it holds up no other. `nextAttemptAt` null: it is given up. */
export type SetAside = {
  readonly event: WebhookEvent
  readonly attempts: number
  readonly nextAttemptAt: Date | null
}
export type KnownSetAside = SetAside & { readonly event: KnownEvent }

export type WebhookAttempt = {
  readonly id: string
  readonly eventId: string
  readonly type: WebhookEventType | typeof webhookTestType
  readonly at: Date
  readonly tookMs: number
  readonly attempt: number
  readonly outcome: WebhookOutcome
  readonly status: number | null
  readonly cause: string
  readonly answer: string
}

/** What one round of sending to one webhook has come to: stored in one transaction. */
export type WebhookRound = {
  /** Everything up to it is settled or among `setAside`. Lower than what is known: passed over. */
  readonly position: number
  readonly attempts: readonly WebhookAttempt[]
  /** In the place of what was set aside with that position before. */
  readonly setAside: readonly SetAside[]
  /** Positions that are set aside no longer. */
  readonly settled: readonly number[]
  readonly accepted: number
  readonly standing: WebhookStanding
  readonly disabled: Webhook['disabled']
}

export type WebhookCounts = {
  readonly behind: number
  readonly retrying: number
  readonly givenUp: number
  /** When the earliest of those that are tried again is due. */
  readonly nextDueAt: Date | null
}
