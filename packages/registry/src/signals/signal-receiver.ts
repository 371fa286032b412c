import type { SignalReceiverSettings, StreamStatus } from '@curfew/contract'

/** A key as it is kept: only its SHA-256. It is good until `expiresAt`, or for ever when that is null. */
export type SignalKey = {
  readonly id: string
  readonly hash: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

/** How SETs come to a receiver. The header is needed as it is, so it is kept as it is, and never leaves but to its endpoint. */
export type SignalDelivery =
  | { readonly method: 'push'; readonly endpointUrl: string; readonly authorizationHeader: string | null }
  | { readonly method: 'poll' }

export type SignalStream = {
  readonly id: string
  readonly delivery: SignalDelivery
  readonly eventsRequested: readonly string[]
  readonly description: string | null
  readonly createdAt: Date
}

/** What time brings; it is written beside what people set, so that neither undoes the other. */
export type SignalFacts = {
  readonly lastSeenAt: Date | null
  /** What became of the last SET. */
  readonly lastResult: { readonly at: Date; readonly isAccepted: boolean; readonly cause: string } | null
  readonly verification: {
    readonly noticeId: string
    readonly askedAt: Date
    readonly state: 'waiting' | 'accepted' | 'failed'
    readonly cause: string
  } | null
}
export const noFacts: SignalFacts = { lastSeenAt: null, lastResult: null, verification: null }

/** Who hears of closures by shared signals. It has one stream, which it sets up itself with its key, or a super admin does. */
export type SignalReceiver = {
  readonly id: string
  readonly name: string
  readonly settings: SignalReceiverSettings
  /** Null: there is none, and it hears of nothing. */
  readonly stream: SignalStream | null
  readonly status: StreamStatus
  readonly statusReason: string
  readonly keys: readonly SignalKey[]
  readonly createdAt: Date
  readonly facts: SignalFacts
}

export type SignalReceiverChanges = Partial<
  Pick<SignalReceiver, 'name' | 'settings' | 'stream' | 'status' | 'statusReason'>
>

/** What is said of a stream itself, over that stream. It waits until it is taken. */
export type SignalNotice = {
  /** Its `jti`. */
  readonly id: string
  readonly receiverId: string
  readonly streamId: string
  readonly at: Date
  readonly event:
    | { readonly kind: 'verification'; readonly state: string | null }
    | { readonly kind: 'stream-updated'; readonly status: StreamStatus; readonly reason: string }
}
