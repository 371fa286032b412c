import * as z from 'zod/mini'
import { closureHold } from './hold.ts'
import { instant } from './instant.ts'
import { maxMessageLength, maxReasonLength, textsByLanguage } from './language.ts'
import { farewell } from './problem.ts'
import { id } from './session.ts'
import { channels, closureStates, deliveryStatuses, reasonKinds, sessionKinds } from './words.ts'

export const maxPlanIds = 10_000

const filterText = z.string().check(z.maxLength(260))

/** Either the sessions themselves, or all that match a search as of now, except some. */
export const planRequest = z.union([
  z.strictObject({ sessionIds: z.array(id).check(z.minLength(1), z.maxLength(maxPlanIds)) }),
  z.strictObject({
    /** The same fields and values as the query of `GET /api/sessions`; `{}` matches all. */
    matching: z.record(z.string(), z.union([filterText, z.array(filterText)])),
    except: z._default(z.array(id).check(z.maxLength(maxPlanIds)), []),
  }),
])
export type PlanRequest = z.infer<typeof planRequest>

/** A recipient that will not hear of it at once; its sessions are refused all the same. */
export const cannotBeTold = z.object({
  recipient: z.string(),
  sessions: z.number(),
  cause: z.string(),
  since: z.nullable(instant),
})

/** A frozen selection, and what closing it would hit. */
export const planView = z.object({
  id,
  count: z.number(),
  /** Asked for, and closed already: a success that says so. */
  alreadyClosed: z.number(),
  /** Ids that were asked for and are not to be found here; they will not be touched. */
  notFound: z.number(),
  byKind: z.array(z.object({ kind: z.enum(sessionKinds), count: z.number() })),
  /** Up to five, and how many different users in all. */
  users: z.array(z.string()),
  userCount: z.number(),
  includesOwnSession: z.boolean(),
  commandsInFlight: z.number(),
  cannotBeTold: z.array(cannotBeTold),
  /** The password must be given again with the closure. */
  needsPassword: z.boolean(),
  expiresAt: instant,
})
export type PlanView = z.infer<typeof planView>

export const closureRequest = z.strictObject({
  planId: id,
  /** Kept for the audit. */
  reason: z.string().check(z.maxLength(maxReasonLength)),
  /** Whose decision it is. */
  reasonKind: z._default(z.enum(reasonKinds), 'administrator'),
  /** Shown to the people who are logged off, whatever language they read. */
  messageToUser: z.optional(z.string().check(z.maxLength(maxMessageLength))),
  /** The same by BCP 47 language tag, for those who read one of these; everyone else gets `messageToUser`. */
  messagesToUser: z._default(textsByLanguage, {}),
  /** Keep them out for a while, too: of a plan of at most 1,000 sessions and 100 users. */
  hold: z.optional(closureHold),
  /** When the plan says `needsPassword`. */
  password: z.optional(z.string().check(z.maxLength(1024))),
})
/** As it is sent: what has a default may be left out. */
export type ClosureRequest = z.input<typeof closureRequest>

/** How many deliveries stand where. They add up to `total`. */
export const deliveryCounts = z.object({
  total: z.number(),
  pending: z.number(),
  sent: z.number(),
  acknowledged: z.number(),
  verified: z.number(),
  refused: z.number(),
  unreachable: z.number(),
})
export type DeliveryCounts = z.infer<typeof deliveryCounts>

/** The stored fact that sessions were ended, and how far its proof is. */
export const closureView = z.object({
  id,
  state: z.enum(closureStates),
  reasonKind: z.enum(reasonKinds),
  reason: z.string(),
  messageToUser: z.nullable(z.string()),
  messagesToUser: textsByLanguage,
  /** Null: no administrator ordered it, but a rule or another system; `reason` says which. */
  closedBy: z.nullable(z.object({ userId: z.string(), firstName: z.string(), lastName: z.string() })),
  orderedAt: instant,
  completedAt: z.nullable(instant),
  /** From that moment on nothing that relies on Curfew accepts these sessions. */
  refusedEverywhereAt: z.nullable(instant),
  planned: z.number(),
  closed: z.number(),
  alreadyClosed: z.number(),
  notFound: z.number(),
  includedOwnSession: z.boolean(),
  deliveries: deliveryCounts,
  /** Of its sessions those that their NASes go on to speak of, whatever they answered. */
  stillOnline: z.number(),
})
export type ClosureView = z.infer<typeof closureView>

export const closurePage = z.object({ items: z.array(closureView), nextCursor: z.nullable(z.string()) })
export type ClosurePage = z.infer<typeof closurePage>

/** One logoff to one recipient, with its evidence. Times carry milliseconds. */
export const receiptView = z.object({
  id,
  sessionId: id,
  userId: z.string(),
  kind: z.enum(sessionKinds),
  source: z.string(),
  channel: z.enum(channels),
  recipient: z.string(),
  status: z.enum(deliveryStatuses),
  storedAt: instant,
  sentAt: z.nullable(instant),
  acknowledgedAt: z.nullable(instant),
  verifiedAt: z.nullable(instant),
  attempts: z.number(),
  nextAttemptAt: z.nullable(instant),
  /** Nobody tries any more since then, unless somebody asks for it. */
  givenUpAt: z.nullable(instant),
  /** The recipient has answered nobody since then: this waits until it is found to answer again. */
  silentSince: z.nullable(instant),
  /** Why it is refused or unreachable, in the protocol's own words; empty otherwise. */
  cause: z.string(),
  /** Its recipient, while all that is known is that it took the logoff: it has not shown that the session is over. */
  acceptedBy: z.nullable(z.string()),
  /** When the NAS that was told last said that the session goes on all the same. Null: it did not say so, or it is over. */
  stillOnlineAt: z.nullable(instant),
})
export type ReceiptView = z.infer<typeof receiptView>
export const receiptPage = z.object({ items: z.array(receiptView), nextCursor: z.nullable(z.string()) })
export type ReceiptPage = z.infer<typeof receiptPage>

/** Whom nobody tries to tell any more. */
const givenUpRecipient = z.object({
  /** What to ask for to get those of this one. */
  id: z.string(),
  channel: z.enum(channels),
  name: z.string(),
  /** Of a source that has several behind it. */
  part: z.nullable(z.string()),
  count: z.number(),
})
export const givenUpView = z.extend(receiptView, {
  /** Null: its session ended without one. */
  closureId: z.nullable(id),
})
export type GivenUpView = z.infer<typeof givenUpView>
export const givenUpPage = z.object({
  items: z.array(givenUpView),
  nextCursor: z.nullable(z.string()),
  /** Up to 100, those with the most first. */
  recipients: z.array(givenUpRecipient),
  recipientCount: z.number(),
  /** Of all these recipients. */
  total: z.number(),
})
export type GivenUpPage = z.infer<typeof givenUpPage>

/** Neither: all that is given up. */
export const givenUpRetry = z.strictObject({
  recipient: z.optional(z.string().check(z.maxLength(600))),
  source: z.optional(id),
})
/** How many are due again, with what waited for the same recipients. */
export const retriedView = z.object({ deliveries: z.number() })

/** What a told browser posts: at once (`told`), then again from the logon page (`at-logon-page`). */
export const endedReport = z.strictObject({
  /** From the `logoff` event; says which delivery, and proves that it was heard. */
  receipt: z.string().check(z.minLength(20), z.maxLength(200)),
  step: z.enum(['told', 'at-logon-page']),
})
export type EndedReport = z.infer<typeof endedReport>

/** Data of the `logoff` event. */
export const logoffEvent = z.extend(farewell, { receipt: z.string() })
export type LogoffEvent = z.infer<typeof logoffEvent>
