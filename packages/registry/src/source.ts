import type { BackChannelSettings, Channel, OpenIdProvider, RadiusSettings, SessionKind, Via } from '@curfew/contract'

/** A key as it is kept: only its SHA-256. It is good until `expiresAt`, or for ever when that is null. */
export type KeptKey = {
  readonly id: string
  readonly hash: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** How a NAS is listened to and told. Its secret is needed as it is, so it is kept as it is, and never leaves the server. */
export type KeptRadius = Readonly<RadiusSettings> & {
  readonly secretChangedAt: Date
  /** The secret before it, which accounting may still use until then. */
  readonly former: { readonly secret: string; readonly until: Date } | null
}

/** How a relying party is told. The key of its OP is needed as it is, so it is kept as it is, and never leaves the server. */
export type KeptBackChannel = Readonly<BackChannelSettings>

/** A registered system that sessions live in. */
export type Source = {
  readonly id: string
  readonly name: string
  /** What it may register, in the order in which kinds are shown. */
  readonly kinds: readonly SessionKind[]
  /** How users of its self-service consoles reach it; null: it says so with each session. */
  readonly via: Via | null
  /** How it hears of closures; null: it cannot be told from here, and is only refused when it asks. */
  readonly channel: Channel | null
  /** How long its guards may decide from memory after each report. */
  readonly leaseMs: number
  /** The longest `leaseMs` that it ever had: what a guard may hold when this process begins. */
  readonly longestLeaseMs: number
  /** Its keys open nothing. Its sessions go on until they end. */
  readonly disabled: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
  /** Newest first. A NAS has none: it does not call. */
  readonly keys: readonly KeptKey[]
  /** Null: it is no NAS. */
  readonly radius: KeptRadius | null
  /** Null: it is not told by back-channel logout. With the channel `guard-feed` it is told in both ways. */
  readonly backChannel: KeptBackChannel | null
  /** The OP whose logout tokens end its sessions; null: there is none. */
  readonly openIdProvider: Readonly<OpenIdProvider> | null
}

export type SourceChanges = Partial<
  Pick<Source, 'name' | 'kinds' | 'leaseMs' | 'disabled' | 'radius' | 'backChannel' | 'openIdProvider'>
>

/** What a page says of a source; of its sessions only those that are listed. */
export type SourceCounts = {
  readonly openSessions: number
  /** Closures that it has not acknowledged yet. */
  readonly pendingDeliveries: number
}

/** That a source called, and with which of its keys. */
export type SourceSeen = { readonly sourceId: string; readonly keyId: string; readonly at: Date }

/**
 * A source's feed: its deliveries by position, which begins at 1 and rises by 1 with each, in the order of the commits.
 */
export type FeedBounds = {
  /** Of the latest delivery; 0: there was none. */
  readonly position: number
  /** Up to here some deliveries are forgotten: a reader that has seen less cannot be resumed. 0: none is. */
  readonly forgottenUpTo: number
}
