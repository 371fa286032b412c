import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { maxMessageLength, maxReasonLength } from './language.ts'
import { id } from './session.ts'
import { type SessionKind, sessionKinds } from './words.ts'

/** What a hold keeps out: a user everywhere, a user at one source, or whoever comes from an address. */
export const holdKinds = ['user', 'user-at-source', 'address'] as const
export type HoldKind = (typeof holdKinds)[number]

export const maxHoldSeconds = 30 * 86_400
const seconds = z.int().check(z.minimum(1), z.maximum(maxHoldSeconds))
const userId = z.string().check(z.minLength(1), z.maxLength(128))

/** An address is one of IPv4 or IPv6, or a network in CIDR notation. A source is given by its name; `curfew` is Curfew itself. */
export const holdSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId }),
  z.strictObject({
    kind: z.literal('user-at-source'),
    userId,
    source: z.string().check(z.minLength(1), z.maxLength(64)),
  }),
  z.strictObject({ kind: z.literal('address'), address: z.string().check(z.minLength(2), z.maxLength(64)) }),
])
export type HoldSubjectView = z.infer<typeof holdSubject>

export const newHoldRequest = z.strictObject({
  subject: holdSubject,
  /** How long from now, by the server's clock. */
  seconds,
  /** Kept for the audit. */
  reason: z._default(z.string().check(z.maxLength(maxReasonLength)), ''),
  /** Shown to whoever is refused. */
  messageToUser: z.optional(z.string().check(z.maxLength(maxMessageLength))),
})
export type NewHoldRequest = z.input<typeof newHoldRequest>

/** What one closure can keep out. */
export const mostHeldUsers = 100
export const mostHeldSessions = 1_000

/** With a closure: keep those out whom it closes. Never whoever orders it. */
export const closureHold = z.strictObject({ kind: z._default(z.enum(holdKinds), 'user'), seconds })
export type ClosureHold = z.input<typeof closureHold>

const person = z.object({ userId: z.string(), firstName: z.string(), lastName: z.string() })

export const holdView = z.object({
  id,
  subject: holdSubject,
  reason: z.string(),
  messageToUser: z.nullable(z.string()),
  /** Null: no administrator. */
  heldBy: z.nullable(person),
  createdAt: instant,
  endsAt: instant,
  /** Ended early. */
  liftedAt: z.nullable(instant),
  liftedBy: z.nullable(person),
  /** The closure that it was ordered with. */
  closureId: z.nullable(id),
  isInForce: z.boolean(),
})
export type HoldView = z.infer<typeof holdView>
export const holdPage = z.object({ items: z.array(holdView), nextCursor: z.nullable(z.string()) })
export type HoldPage = z.infer<typeof holdPage>

/** A session that came back after a closure. */
export const comingBackView = z.object({
  sessionId: id,
  userId: z.string(),
  kind: z.enum(sessionKinds),
  source: z.string(),
  clientAddress: z.string(),
  loggedOnAt: instant,
  /** From the end of the closed session to this logon. */
  afterMs: z.number(),
  isOpen: z.boolean(),
})
export type ComingBackView = z.infer<typeof comingBackView>
/** The latest first, at most 500; `total` counts all. */
export const comingsBack = z.object({ items: z.array(comingBackView), total: z.number() })
export type ComingsBack = z.infer<typeof comingsBack>

export const defaultCameBackSeconds = 600
/** What the installation goes by. */
export const settingsView = z.object({
  /** A new session of a user so soon after a closure, from the same source or address, came back. 0: none ever does. */
  cameBackWithinSeconds: z.number(),
})
export type SettingsView = z.infer<typeof settingsView>
export const settingsChange = z.strictObject({
  cameBackWithinSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(86_400))),
})
export type SettingsChange = z.infer<typeof settingsChange>

/**
 * Data of the feed's `holds` event: all that are in force for this source, in the place of those it was told before. After
 * `hello` there are none until it comes.
 */
export const feedHolds = z.object({
  holds: z.array(
    z.object({
      /** Exactly one of the two: whom it keeps out, or from where. An address may be a network. */
      userId: z.optional(z.string()),
      address: z.optional(z.string()),
      /** Counted by the guard from when it reads this. */
      endsInMs: z.number(),
      messageToUser: z.nullable(z.string()),
    }),
  ),
})
export type FeedHolds = z.infer<typeof feedHolds>

/** Their users cannot be refused where they log on: what they begin is registered, and closed at once. */
export const kindsBeyondRefusal: readonly SessionKind[] = ['radius']
