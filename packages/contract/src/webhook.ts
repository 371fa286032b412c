import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { id } from './session.ts'
import { sessionKinds } from './words.ts'

/** What a webhook can be told. `webhook.test` is sent on request only, and cannot be chosen. */
export const webhookEventTypes = [
  'session.opened',
  'session.closed',
  'receipt.acknowledged',
  'receipt.verified',
  'receipt.refused',
  'receipt.unreachable',
  'closure.refused-everywhere',
] as const
export type WebhookEventType = (typeof webhookEventTypes)[number]
export const webhookTestType = 'webhook.test'
/** How much of an answer is kept in the log of attempts. */
export const keptAnswerBytes = 1_024
export const maxWebhooks = 50

/** Why nothing is sent to it: somebody switched it off, it answered 410, or it had failed for three days. */
export const webhookDisabledReasons = ['administrator', 'gone', 'failing'] as const
export type WebhookDisabledReason = (typeof webhookDisabledReasons)[number]

/** `refused`: it answered with something else than 2xx. `unreachable`: there was no answer that could be used. */
export const webhookOutcomes = ['accepted', 'refused', 'unreachable'] as const
export type WebhookOutcome = (typeof webhookOutcomes)[number]

const name = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u))
const url = z.string().check(
  z.maxLength(2_048),
  z.refine((text) => isWebhookUrl(text), 'an http or https address without user, password or fragment'),
)
const types = z.array(z.enum(webhookEventTypes)).check(z.minLength(1))
const kinds = z.array(z.enum(sessionKinds))
const sourceIds = z.array(id).check(z.maxLength(100))

/** A webhook, as it is asked for. Empty `kinds` and `sourceIds` mean all. */
export const newWebhookRequest = z.strictObject({
  name,
  url,
  types,
  kinds: z._default(kinds, []),
  sourceIds: z._default(sourceIds, []),
  /** Also plain `http`, and addresses that are not of the public internet. */
  allowPrivate: z._default(z.boolean(), false),
})
export type NewWebhookRequest = z.infer<typeof newWebhookRequest>

export const webhookChange = z.strictObject({
  name: z.optional(name),
  url: z.optional(url),
  types: z.optional(types),
  kinds: z.optional(kinds),
  sourceIds: z.optional(sourceIds),
  allowPrivate: z.optional(z.boolean()),
  disabled: z.optional(z.boolean()),
})
export type WebhookChange = z.infer<typeof webhookChange>

/** The secret before it goes on signing too for `overlapSeconds`. */
export const webhookSecretRotation = z.strictObject({
  overlapSeconds: z._default(z.int().check(z.minimum(0), z.maximum(2_592_000)), 86_400),
})

export const webhookView = z.object({
  id,
  name: z.string(),
  url: z.string(),
  types: z.array(z.enum(webhookEventTypes)),
  kinds: z.array(z.enum(sessionKinds)),
  sourceIds: z.array(id),
  allowPrivate: z.boolean(),
  /** Null: it is sent to. */
  disabledReason: z.nullable(z.enum(webhookDisabledReasons)),
  disabledAt: z.nullable(instant),
  createdAt: instant,
  secretChangedAt: instant,
  formerSecretUntil: z.nullable(instant),
  lastAcceptedAt: z.nullable(instant),
  /** Null: the latest attempt was accepted, or there was none. */
  failingSince: z.nullable(instant),
  /** What went wrong last, in words; empty while nothing fails. */
  cause: z.string(),
  /** With a sink that does not answer: when it is tried again. */
  nextAttemptAt: z.nullable(instant),
  accepted: z.number(),
  /** Events of the log that have not been gone through for it yet, wanted or not. */
  behind: z.number(),
  /** Events that failed and are tried again by themselves. */
  retrying: z.number(),
  /** Events that are not tried again unless somebody asks for it. */
  givenUp: z.number(),
  /** Events of the log that were forgotten before it had them. */
  forgotten: z.number(),
})
export type WebhookView = z.infer<typeof webhookView>
export const webhookList = z.object({ items: z.array(webhookView) })
/** The secret is shown here and never again. */
export const webhookSecret = z.object({ webhook: webhookView, secret: z.string() })
export type WebhookSecret = z.infer<typeof webhookSecret>

export const webhookAttemptView = z.object({
  id,
  /** The `webhook-id` that was sent: the same at every attempt of one event. */
  eventId: z.string(),
  type: z.enum([...webhookEventTypes, webhookTestType]),
  at: instant,
  tookMs: z.number(),
  /** 1 for the first. */
  attempt: z.number(),
  outcome: z.enum(webhookOutcomes),
  status: z.nullable(z.number()),
  cause: z.string(),
  /** The beginning of the answer, as the other side wrote it: never to be trusted. */
  answer: z.string(),
})
export type WebhookAttemptView = z.infer<typeof webhookAttemptView>
export const webhookAttemptPage = z.object({ items: z.array(webhookAttemptView), nextCursor: z.nullable(z.string()) })

/** Whether a webhook may be asked to call that address at all. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${hash}` === '' && !/\s/.test(text)
}
