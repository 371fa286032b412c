import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { id } from './session.ts'
import {
  sessionNames,
  setAlgorithms,
  setErrorCodes,
  streamStatuses,
  subjectFormats,
  userNames,
} from './signal-words.ts'
import { sessionKinds } from './words.ts'

const name = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u))
const text = (most: number) => z.string().check(z.maxLength(most))
const sourceIds = z.array(id).check(z.maxLength(1_000))
/** An address that is called from here; its network is judged when it is called. */
export const webAddress = z.string().check(
  z.maxLength(2_048),
  z.refine((value) => isWebAddress(value), 'give an http or https URL without user, password and fragment'),
)
const issuer = z.string().check(z.minLength(1), z.maxLength(512))
/** What goes into a header: visible ASCII and spaces. */
export const headerValue = z.string().check(z.minLength(1), z.maxLength(4_096), z.regex(/^[\x21-\x7e][\x20-\x7e]*$/))

const receiverSettings = {
  /** `aud` of every SET for it. */
  audience: z.string().check(z.minLength(1), z.maxLength(512)),
  /** It hears of sessions of these sources only; empty: of all. */
  sourceIds,
  /** And of these kinds only; empty: of all. */
  kinds: z.array(z.enum(sessionKinds)),
  subjectFormat: z.enum(subjectFormats),
  sessionNamedBy: z.enum(sessionNames),
  /** `iss` beside the user id in complex subjects; null: Curfew's own issuer. */
  userIssuer: z.nullable(issuer),
  /** Whether complex subjects name the security domain. */
  namesTenant: z.boolean(),
  /** Its endpoint may be in a private network, or on this machine. */
  allowsPrivateAddresses: z.boolean(),
}
export const signalReceiverSettings = z.object(receiverSettings)
export type SignalReceiverSettings = Readonly<z.infer<typeof signalReceiverSettings>>

export const newSignalReceiverRequest = z.strictObject({
  name,
  ...receiverSettings,
  sourceIds: z._default(sourceIds, []),
  kinds: z._default(receiverSettings.kinds, []),
  subjectFormat: z._default(receiverSettings.subjectFormat, 'opaque'),
  sessionNamedBy: z._default(receiverSettings.sessionNamedBy, 'session-id'),
  userIssuer: z._default(receiverSettings.userIssuer, null),
  namesTenant: z._default(receiverSettings.namesTenant, false),
  allowsPrivateAddresses: z._default(receiverSettings.allowsPrivateAddresses, false),
})
export type NewSignalReceiverRequest = z.infer<typeof newSignalReceiverRequest>

/** The audience stays: receivers know their stream by it (SSF 1.0 §8.1.1). */
export const signalReceiverChange = z.strictObject({
  name: z.optional(name),
  sourceIds: z.optional(sourceIds),
  kinds: z.optional(receiverSettings.kinds),
  subjectFormat: z.optional(receiverSettings.subjectFormat),
  sessionNamedBy: z.optional(receiverSettings.sessionNamedBy),
  userIssuer: z.optional(receiverSettings.userIssuer),
  namesTenant: z.optional(receiverSettings.namesTenant),
  allowsPrivateAddresses: z.optional(receiverSettings.allowsPrivateAddresses),
})
export type SignalReceiverChange = z.infer<typeof signalReceiverChange>

/** What a super admin may set up in the receiver's place. The header is secret and is never shown again. */
export const signalStreamRequest = z.strictObject({
  delivery: z.union([
    z.strictObject({
      method: z.literal('push'),
      endpointUrl: webAddress,
      authorizationHeader: z._default(z.nullable(headerValue), null),
    }),
    z.strictObject({ method: z.literal('poll') }),
  ]),
})
export type SignalStreamRequest = z.infer<typeof signalStreamRequest>

export const signalStatusRequest = z.strictObject({
  status: z.enum(streamStatuses),
  reason: z._default(text(200), ''),
})

export const signalReceiverView = z.object({
  id,
  name: z.string(),
  ...receiverSettings,
  createdAt: instant,
  /** Null: neither side has set one up yet, and nothing is sent. */
  stream: z.nullable(
    z.object({
      id,
      method: z.enum(['push', 'poll']),
      endpointUrl: z.nullable(z.string()),
      hasAuthorizationHeader: z.boolean(),
      eventsDelivered: z.array(z.string()),
      description: z.nullable(z.string()),
      createdAt: instant,
    }),
  ),
  status: z.enum(streamStatuses),
  statusReason: z.string(),
  /** When it last called with its key. */
  lastSeenAt: z.nullable(instant),
  /** What became of the last SET. */
  lastResult: z.nullable(z.object({ at: instant, isAccepted: z.boolean(), cause: z.string() })),
  /** The last verification event, and when the receiver took it. */
  verification: z.nullable(
    z.object({ askedAt: instant, state: z.enum(['waiting', 'accepted', 'failed']), cause: z.string() }),
  ),
  /** SETs that it has not taken yet. */
  pendingDeliveries: z.number(),
  keys: z.array(z.object({ id, createdAt: instant, expiresAt: z.nullable(instant) })),
})
export type SignalReceiverView = z.infer<typeof signalReceiverView>
export const signalReceiverList = z.object({ issuer: z.string(), items: z.array(signalReceiverView) })
/** The key is shown here and never again. */
export const signalReceiverKey = z.object({ receiver: signalReceiverView, key: z.string() })
export type SignalReceiverKey = z.infer<typeof signalReceiverKey>

const transmitterSettings = {
  /** `iss` of its SETs, byte for byte. */
  issuer,
  jwksUri: webAddress,
  /** What `aud` of its SETs must hold. */
  audience: z.string().check(z.minLength(1), z.maxLength(512)),
  algorithms: z.array(z.enum(setAlgorithms)).check(z.minLength(1)),
  sessionsNamedBy: z.enum(sessionNames),
  usersNamedBy: z.enum(userNames),
  /** `iss` that a user must come with; null: the transmitter's own. */
  userIssuer: z.nullable(issuer),
  /** It may close sessions of these sources only; empty: of all that are registered, but not Curfew's own. */
  sourceIds,
  allowsPrivateAddresses: z.boolean(),
}
export const signalTransmitterSettings = z.object(transmitterSettings)
export type SignalTransmitterSettings = Readonly<z.infer<typeof signalTransmitterSettings>>

export const newSignalTransmitterRequest = z.strictObject({
  name,
  ...transmitterSettings,
  algorithms: z._default(transmitterSettings.algorithms, ['RS256', 'ES256']),
  sessionsNamedBy: z._default(transmitterSettings.sessionsNamedBy, 'handle'),
  usersNamedBy: z._default(transmitterSettings.usersNamedBy, 'iss_sub'),
  userIssuer: z._default(transmitterSettings.userIssuer, null),
  sourceIds: z._default(sourceIds, []),
  allowsPrivateAddresses: z._default(transmitterSettings.allowsPrivateAddresses, false),
})
export type NewSignalTransmitterRequest = z.infer<typeof newSignalTransmitterRequest>

export const signalTransmitterChange = z.strictObject({
  name: z.optional(name),
  jwksUri: z.optional(webAddress),
  audience: z.optional(transmitterSettings.audience),
  algorithms: z.optional(transmitterSettings.algorithms),
  sessionsNamedBy: z.optional(transmitterSettings.sessionsNamedBy),
  usersNamedBy: z.optional(transmitterSettings.usersNamedBy),
  userIssuer: z.optional(transmitterSettings.userIssuer),
  sourceIds: z.optional(sourceIds),
  allowsPrivateAddresses: z.optional(transmitterSettings.allowsPrivateAddresses),
  disabled: z.optional(z.boolean()),
})
export type SignalTransmitterChange = z.infer<typeof signalTransmitterChange>

export const signalTransmitterView = z.object({
  id,
  name: z.string(),
  ...transmitterSettings,
  disabled: z.boolean(),
  createdAt: instant,
  /** The last SET that was taken from it, and what came of it, in words. */
  lastSignal: z.nullable(z.object({ at: instant, event: z.string(), outcome: z.string() })),
  /** The last SET under its name that was refused, and why. */
  lastRefusal: z.nullable(z.object({ at: instant, err: z.enum(setErrorCodes), description: z.string() })),
})
export type SignalTransmitterView = z.infer<typeof signalTransmitterView>
/** `eventsEndpoint`: where transmitters push to. */
export const signalTransmitterList = z.object({ eventsEndpoint: z.string(), items: z.array(signalTransmitterView) })

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, username, password, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === ''
}
