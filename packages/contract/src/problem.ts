import * as z from 'zod/mini'
import { textsByLanguage } from './language.ts'
import { commandEffects, endings, reasonKinds } from './words.ts'

/**
 * Every error that leaves Curfew is `application/problem+json` (RFC 9457) with one of these codes.
 * Codes are stable; titles are for people and may be reworded.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'not-logged-on': { status: 401, title: 'Log on first' },
  'wrong-credentials': { status: 401, title: 'User ID or password is wrong' },
  'session-closed': { status: 401, title: 'The session was closed' },
  'session-expired': { status: 401, title: 'The session expired' },
  'not-permitted': { status: 403, title: 'Your role does not permit this' },
  held: { status: 403, title: 'You are kept out for a while' },
  'foreign-origin': { status: 403, title: 'The request came from another site' },
  'password-change-required': { status: 403, title: 'Change the password first' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'user-id-taken': { status: 409, title: 'That user ID is taken' },
  'source-name-taken': { status: 409, title: 'There is a source of that name' },
  'nas-network-taken': { status: 409, title: 'Another NAS has that network' },
  'webhook-name-taken': { status: 409, title: 'There is a webhook of that name' },
  'too-many-webhooks': { status: 409, title: 'There are as many webhooks as there may be' },
  'signal-name-taken': { status: 409, title: 'There is a receiver or transmitter like it' },
  'signal-stream-exists': { status: 409, title: 'The receiver has a stream already' },
  'last-super-admin': { status: 409, title: 'One super admin must remain' },
  'setup-finished': { status: 409, title: 'Setup is finished' },
  'plan-expired': { status: 410, title: 'The plan expired' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'Send application/json' },
  'password-too-weak': { status: 422, title: 'Choose a longer password' },
  'too-many-attempts': { status: 429, title: 'Too many attempts' },
  internal: { status: 500, title: 'Something went wrong here' },
  'store-unavailable': { status: 503, title: 'The store cannot be written' },
  'signal-keys-unavailable': { status: 503, title: 'The keys of the transmitter cannot be had' },
  'shutting-down': { status: 503, title: 'Curfew is stopping' },
} as const satisfies Record<string, { status: number; title: string }>
export type ProblemCode = keyof typeof problems
// The keys of the table; a schema wants to be told that there is at least one.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]]

/** How a session ended, as its user is told: on the logon page, in an event and in the `session-closed` problem. */
export const farewell = z.object({
  ending: z.enum(endings),
  at: z.iso.datetime(),
  /** True when the user closed the session from another one of their own, or from itself. */
  byYourself: z.boolean(),
  /** The message for everyone. */
  messageToUser: z.nullable(z.string()),
  /** The same for readers of these languages, by BCP 47 tag; left out: there is none. */
  messagesToUser: z.optional(textsByLanguage),
  /** With `closure`: whose decision it was. */
  reasonKind: z.optional(z.enum(reasonKinds)),
  /** With `idle-limit` and `absolute-limit`: how long that limit was. */
  limitSeconds: z.optional(z.number()),
})
export type Farewell = z.infer<typeof farewell>

/** The command that was running, and whether it took effect. */
export const interruptedCommand = z.object({
  name: z.string(),
  effect: z.enum(commandEffects),
  detail: z.optional(z.string()),
})
export type InterruptedCommand = z.infer<typeof interruptedCommand>

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(problemCodes),
  /** What happened, whether anything changed, and what to do. */
  detail: z.string(),
  requestId: z.string(),
  /** With `invalid-request`: what is wrong where. */
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  /** With `session-closed` and `session-expired`. */
  farewell: z.optional(farewell),
  command: z.optional(interruptedCommand),
  /** With `held`: when the hold ends by itself. */
  heldUntil: z.optional(z.iso.datetime()),
  /** With `held`, when whoever ordered it wrote one. */
  messageToUser: z.optional(z.string()),
  /** With `too-many-attempts`. */
  retryAfterSeconds: z.optional(z.number()),
})
export type Problem = z.infer<typeof problem>

/**
 * The one error that stops work on purpose. Everything else that is thrown is a fault and answers `internal`.
 *
 * @param code stable, from `problems`
 * @param detail what happened, whether anything changed, and what to do; never a credential
 */
export class CurfewError extends Error {
  readonly code: ProblemCode
  readonly extra: Partial<
    Pick<Problem, 'errors' | 'farewell' | 'command' | 'heldUntil' | 'messageToUser' | 'retryAfterSeconds'>
  >

  constructor(code: ProblemCode, detail: string, extra: CurfewError['extra'] = {}, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'CurfewError'
    this.code = code
    this.extra = extra
  }
}
