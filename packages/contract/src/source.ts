import * as z from 'zod/mini'
import { backChannelChange, backChannelSettings, backChannelView, openIdProvider } from './back-channel.ts'
import { logoffEvent } from './closing.ts'
import { instant } from './instant.ts'
import { radiusChange, radiusSettings, radiusView } from './radius-source.ts'
import { id } from './session.ts'
import { channels, sessionKinds, vias } from './words.ts'

export const maxBatch = 1_000
export const defaultLeaseSeconds = 5
const text = (most: number) => z.string().check(z.maxLength(most))
const handle = z.string().check(z.minLength(1), z.maxLength(256))
const limitSeconds = z.int().check(z.minimum(1), z.maximum(31_536_000))

/** A source names its own session. Times and limits may be left out: now, and the defaults of the kind. */
export const sourceSession = z.strictObject({
  handle,
  kind: z.enum(sessionKinds),
  userId: z.string().check(z.minLength(1), z.maxLength(128)),
  firstName: z._default(text(128), ''),
  lastName: z._default(text(128), ''),
  identitySource: z._default(text(128), ''),
  securityDomain: z._default(text(128), ''),
  clientAddress: z._default(text(64), ''),
  userAgent: z._default(text(512), ''),
  via: z.optional(z.enum(vias)),
  /** Only with `operations-console`; without them the session is not listed. */
  superAdminCredentials: z._default(z.boolean(), false),
  /** A logon that is begun and not finished; registering the same handle again as `active` finishes it. */
  status: z._default(z.enum(['active', 'abandoned-in-progress']), 'active'),
  loggedOnAt: z.optional(instant),
  idleLimitSeconds: z.optional(limitSeconds),
  absoluteLimitSeconds: z.optional(limitSeconds),
})
export type SourceSession = z.infer<typeof sourceSession>

/** Items are judged one by one: a bad one does not spoil the batch. */
export const registerBatch = z.strictObject({
  sessions: z.array(z.unknown()).check(z.minLength(1), z.maxLength(maxBatch)),
})
export const registerResults = z.object({
  results: z.array(
    z.object({
      handle: z.string(),
      /** `held`: its user, or its address, is kept out; nothing was registered. A RADIUS session is registered and closed at once. */
      outcome: z.enum(['registered', 'already', 'finished', 'rejected', 'held']),
      sessionId: z.nullable(id),
      /** With `rejected` and `held`: why, in words. */
      detail: z.string(),
      /** With `held`: when that ends by itself. */
      heldUntil: z.optional(instant),
    }),
  ),
})
export type RegisterResults = z.infer<typeof registerResults>

const activity = z.strictObject({ handle, at: z.optional(instant), command: z.optional(z.nullable(text(120))) })
export const touchBatch = z.strictObject({ sessions: z.array(activity).check(z.minLength(1), z.maxLength(maxBatch)) })
export const endBatch = z.strictObject({
  sessions: z.array(z.strictObject({ handle })).check(z.minLength(1), z.maxLength(maxBatch)),
})
/** `unknown` and `ended` are told apart only for the source's own handles. A late touch revives nothing. */
export const handleResults = z.object({
  results: z.array(z.object({ handle: z.string(), outcome: z.enum(['touched', 'ended', 'already-ended', 'unknown']) })),
})
export type HandleResults = z.infer<typeof handleResults>

/** RFC 7662 §2.2; an inactive session is `{ "active": false }` and nothing else. */
export const introspection = z.union([
  z.object({
    active: z.literal(true),
    sub: z.string(),
    sid: id,
    iat: z.number(),
    exp: z.number(),
    curfew_status: z.enum(['active', 'abandoned-in-progress']),
  }),
  z.object({ active: z.literal(false) }),
])
export type Introspection = z.infer<typeof introspection>

/**
 * Events of `GET /source/feed?guard=…`. `hello` comes first: the lease's length and the position the feed starts after.
 * The id of a `closed` event is its position; positions rise and have gaps.
 */
export const feedHello = z.object({ leaseMs: z.number(), position: z.number() })
/** One closure of one session of this source; `logoff` is what its browser may be handed on. */
export const feedClosed = z.object({ deliveryId: id, sessionId: id, handle: z.string(), logoff: logoffEvent })
export type FeedClosed = z.infer<typeof feedClosed>

/**
 * What a guard says every third of its lease, and at once after a `closed` event. Asking for the lease is part of it:
 * the answer grants one more lease, counted by the guard from the moment it *sent* this.
 */
export const guardReport = z.strictObject({
  guard: z.string().check(z.minLength(8), z.maxLength(64)),
  /** All `closed` events up to here are applied: their sessions are refused. */
  position: z.int().check(z.minimum(0)),
  /** Deliveries whose session was seen to be refused, or whose browser posted back from the logon page. */
  verified: z._default(z.array(id).check(z.maxLength(maxBatch)), []),
  /** True when the guard lets go for good: it will accept nothing any more. */
  leaving: z._default(z.boolean(), false),
})
export type GuardReport = z.infer<typeof guardReport>
/** The lease is fresh only once the guard has applied everything up to `position`. */
export const leaseGrant = z.object({ leaseMs: z.number(), position: z.number() })
export type LeaseGrant = z.infer<typeof leaseGrant>

/**
 * How a source hears of closures. One that is told by `guard-feed` and has back-channel settings hears in both ways. `none`: it cannot be told from here; its sessions are only
 * refused when it asks.
 */
export const toldBy = ['guard-feed', 'back-channel', 'none'] as const

export const sourceView = z.object({
  id,
  name: z.string(),
  kinds: z.array(z.enum(sessionKinds)),
  via: z.nullable(z.enum(vias)),
  channel: z.nullable(z.enum(channels)),
  leaseMs: z.number(),
  disabled: z.boolean(),
  createdAt: instant,
  lastSeenAt: z.nullable(instant),
  /** Silent for longer than it should be while it has sessions. */
  silent: z.boolean(),
  openSessions: z.number(),
  pendingDeliveries: z.number(),
  /** Of one that is told over a network: what waits for it, and whether it answers. Null: nothing was ever to be told. */
  queue: z.nullable(
    z.object({
      waiting: z.number(),
      /** Not tried any more unless somebody asks for it. */
      givenUp: z.number(),
      /** What does not answer, longest first: itself, or parts of it by name. At most ten, and how many in all. */
      silent: z.array(
        z.object({
          part: z.nullable(z.string()),
          since: instant,
          waiting: z.number(),
          nextAttemptAt: instant,
          cause: z.string(),
        }),
      ),
      silentCount: z.number(),
    }),
  ),
  /** Guards that hold the feed open here. */
  guards: z.number(),
  /** Of a NAS; null: it is none. */
  radius: z.nullable(radiusView),
  /** Of a relying party that is told by OpenID Connect Back-Channel Logout; null: it is not. */
  backChannel: z.nullable(backChannelView),
  /** The OP whose logout tokens end its sessions; null: there is none. */
  openIdProvider: z.nullable(openIdProvider),
  keys: z.array(z.object({ id, createdAt: instant, expiresAt: z.nullable(instant), lastUsedAt: z.nullable(instant) })),
})
export type SourceView = z.infer<typeof sourceView>
export const sourceList = z.object({ items: z.array(sourceView) })
const sourceName = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u))
const leaseMs = z.int().check(z.minimum(500), z.maximum(60_000))

export const newSourceRequest = z.strictObject({
  name: sourceName,
  kinds: z.array(z.enum(sessionKinds)).check(z.minLength(1)),
  via: z._default(z.nullable(z.enum(vias)), null),
  toldBy: z._default(z.enum(toldBy), 'guard-feed'),
  leaseMs: z._default(leaseMs, defaultLeaseSeconds * 1000),
  /** With `back-channel`, and with `guard-feed` where that is not all. */
  backChannel: z.optional(backChannelSettings),
  openIdProvider: z.optional(openIdProvider),
})
export type NewSourceRequest = z.infer<typeof newSourceRequest>
/** A NAS: its sessions come by RADIUS accounting, and it is told by Disconnect-Request. It does not call, and has no key. */
export const newNasRequest = z.strictObject({ name: sourceName, radius: radiusSettings })
export type NewNasRequest = z.infer<typeof newNasRequest>
export const sourceChange = z.strictObject({
  name: z.optional(sourceName),
  kinds: z.optional(z.array(z.enum(sessionKinds)).check(z.minLength(1))),
  leaseMs: z.optional(leaseMs),
  disabled: z.optional(z.boolean()),
  radius: z.optional(radiusChange),
  /** Null: it is told by its guards only. */
  backChannel: z.optional(z.nullable(backChannelChange)),
  openIdProvider: z.optional(z.nullable(openIdProvider)),
})
export type SourceChange = z.infer<typeof sourceChange>
/** The keys before it go on for `overlapSeconds`. */
export const keyRotation = z.strictObject({
  overlapSeconds: z._default(z.int().check(z.minimum(0), z.maximum(2_592_000)), 86_400),
})
/** The key is shown here and never again. */
export const sourceKey = z.object({ source: sourceView, key: z.string() })
export type SourceKey = z.infer<typeof sourceKey>

const introspected = z.optional(z.string().check(z.minLength(1), z.maxLength(256)))
/** RFC 7662 §2.1, as a form: the session by its `handle`; `token` means the same. What else is in the form is passed over. */
export const introspectionRequest = z
  .object({ handle: introspected, token: introspected })
  .check(z.refine(({ handle, token }) => (handle === undefined) !== (token === undefined)))
export type IntrospectionRequest = z.infer<typeof introspectionRequest>
