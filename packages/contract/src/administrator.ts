import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { id } from './session.ts'
import { roles } from './words.ts'

export const minPasswordLength = 12
/** No control characters, and none that turn around the letters after them: the audit must show the name that was given. */
const userId = z.string().check(
  z.minLength(1),
  z.maxLength(128),
  z.regex(/^\S(.*\S)?$/u),
  // oxlint-disable-next-line no-control-regex -- it is there to refuse them
  z.regex(/^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u),
)
const personName = z.string().check(z.maxLength(128))
/** A password that is being chosen is judged by `access`; here only its size is bounded. */
const password = z.string().check(z.minLength(1), z.maxLength(1024))

export const me = z.object({
  userId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: z.enum(roles),
  sessionId: id,
  loggedOnAt: instant,
  expiresAt: instant,
})
export type Me = z.infer<typeof me>

/** A browser gets a cookie; a program (`kind: "api"`) gets a token to send as a bearer. */
export const logonRequest = z.strictObject({
  userId: z.string().check(z.minLength(1), z.maxLength(128)),
  password,
  kind: z._default(z.enum(['security-console', 'api']), 'security-console'),
})
export type LogonRequest = z.infer<typeof logonRequest>

/**
 * `done`: logged on. `change-password`: the logon is begun and not finished (its session is *Abandoned/in-progress*)
 * until `POST /api/logon/password` gives a new password.
 */
export const logonAnswer = z.discriminatedUnion('next', [
  z.object({ next: z.literal('done'), me, token: z.optional(z.string()) }),
  z.object({ next: z.literal('change-password'), expiresAt: instant }),
])
export type LogonAnswer = z.infer<typeof logonAnswer>

export const logonPasswordRequest = z.strictObject({ newPassword: password })
export const passwordChangeRequest = z.strictObject({ currentPassword: password, newPassword: password })

export const setupRequest = z.strictObject({
  token: z.string().check(z.maxLength(200)),
  userId,
  firstName: personName,
  lastName: personName,
  password,
})
export type SetupRequest = z.infer<typeof setupRequest>

/** What anyone may know: enough for the logon page. */
export const about = z.object({
  product: z.literal('Curfew'),
  version: z.string(),
  /** Made-up data in a data directory of its own. */
  demo: z.boolean(),
  setupNeeded: z.boolean(),
})
export type About = z.infer<typeof about>

export const administratorView = z.object({
  id,
  userId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: z.enum(roles),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: instant,
  lastLogonAt: z.nullable(instant),
  openSessions: z.number(),
  isYou: z.boolean(),
})
export type AdministratorView = z.infer<typeof administratorView>
export const administratorList = z.object({ items: z.array(administratorView) })

export const newAdministratorRequest = z.strictObject({
  userId,
  firstName: personName,
  lastName: personName,
  role: z.enum(roles),
})
export type NewAdministratorRequest = z.infer<typeof newAdministratorRequest>
export const administratorChange = z.strictObject({
  disabled: z.optional(z.boolean()),
  role: z.optional(z.enum(roles)),
  firstName: z.optional(personName),
  lastName: z.optional(personName),
})
export type AdministratorChange = z.infer<typeof administratorChange>

/** Shown once and kept only as a hash; must be changed at the next logon. */
export const temporaryPassword = z.object({ administrator: administratorView, temporaryPassword: z.string() })
export type TemporaryPassword = z.infer<typeof temporaryPassword>
