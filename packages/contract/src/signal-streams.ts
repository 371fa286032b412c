import * as z from 'zod/mini'
import { setDelivery, setErrorCodes, streamStatuses } from './signal-words.ts'
import { headerValue, webAddress } from './signals.ts'

/** What a receiver says of its stream and hears of it, in the words of SSF 1.0 and RFC 8936. Fields it does not know are passed over. */

const uris = z.array(z.string().check(z.minLength(1), z.maxLength(256))).check(z.maxLength(100))
const streamId = z.string().check(z.minLength(1), z.maxLength(64))
const description = z.string().check(z.maxLength(500))

/** SSF 1.0 §6.1. With `poll` the address is ours; without `delivery` it is poll (§8.1.1.1). */
export const streamDelivery = z.union([
  z.object({
    method: z.literal(setDelivery.push),
    endpoint_url: webAddress,
    authorization_header: z.optional(headerValue),
  }),
  z.object({ method: z.literal(setDelivery.poll) }),
])
export type StreamDelivery = z.infer<typeof streamDelivery>

const receiverSupplied = {
  events_requested: z.optional(uris),
  delivery: z.optional(streamDelivery),
  description: z.optional(description),
}
/** What is ours may be repeated, and must then be what it is (§8.1.1.3). */
const transmitterSupplied = {
  iss: z.optional(z.string()),
  aud: z.optional(z.union([z.string(), z.array(z.string())])),
  events_supported: z.optional(z.array(z.string())),
  events_delivered: z.optional(z.array(z.string())),
  min_verification_interval: z.optional(z.number()),
}
export const streamCreation = z.object(receiverSupplied)
export type StreamCreation = z.infer<typeof streamCreation>
/** PATCH: what is left out stays. PUT: what is left out is gone. */
export const streamChange = z.object({ stream_id: streamId, ...receiverSupplied, ...transmitterSupplied })
export type StreamChange = z.infer<typeof streamChange>

/** Without the authorization header: that is a secret of the receiver's. */
export const streamConfiguration = z.object({
  stream_id: streamId,
  iss: z.string(),
  aud: z.string(),
  events_supported: z.array(z.string()),
  events_requested: z.array(z.string()),
  events_delivered: z.array(z.string()),
  delivery: z.object({ method: z.string(), endpoint_url: z.string() }),
  min_verification_interval: z.number(),
  description: z.optional(z.string()),
})
export type StreamConfiguration = z.infer<typeof streamConfiguration>
/** With `stream_id` the one, without it a list of those that the receiver has. */
export const streamConfigurations = z.union([streamConfiguration, z.array(streamConfiguration)])

export const streamStatus = z.object({
  stream_id: streamId,
  status: z.enum(streamStatuses),
  reason: z.optional(z.string()),
})
export type StreamStatusView = z.infer<typeof streamStatus>
export const streamStatusChange = z.object({
  stream_id: streamId,
  status: z.enum(streamStatuses),
  reason: z.optional(z.string().check(z.maxLength(200))),
})
export const streamVerification = z.object({
  stream_id: streamId,
  /** Comes back in the event as it is. */
  state: z.optional(z.string().check(z.maxLength(1_024))),
})

/** SSF 1.0 §7.1 */
export const ssfConfiguration = z.object({
  spec_version: z.string(),
  issuer: z.string(),
  jwks_uri: z.string(),
  delivery_methods_supported: z.array(z.string()),
  configuration_endpoint: z.string(),
  status_endpoint: z.string(),
  verification_endpoint: z.string(),
  authorization_schemes: z.array(z.object({ spec_urn: z.string() })),
  default_subjects: z.string(),
})
export type SsfConfiguration = z.infer<typeof ssfConfiguration>

export const mostPolled = 500
const jti = z.string().check(z.minLength(1), z.maxLength(256))
/** RFC 8936 §2.2: acknowledge, report errors, ask for more. */
export const pollRequest = z.object({
  maxEvents: z.optional(z.int().check(z.minimum(0))),
  returnImmediately: z.optional(z.boolean()),
  ack: z.optional(z.array(jti).check(z.maxLength(1_000))),
  setErrs: z.optional(
    z.record(
      jti,
      z.object({
        err: z.string().check(z.maxLength(100)),
        description: z.optional(z.string().check(z.maxLength(1_000))),
      }),
    ),
  ),
})
export type PollRequest = z.infer<typeof pollRequest>
/** SETs by their `jti`. They come again until they are acknowledged. */
export const pollAnswer = z.object({ sets: z.record(z.string(), z.string()), moreAvailable: z.optional(z.boolean()) })
export type PollAnswer = z.infer<typeof pollAnswer>

/** RFC 8935 §2.3: how a SET is refused. */
export const setError = z.object({ err: z.enum(setErrorCodes), description: z.string() })
export type SetError = z.infer<typeof setError>
