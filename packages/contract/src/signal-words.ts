/** What shared signals call their events, methods and errors, spelled as the standards spell them. */

export const signalEventTypes = {
  /** CAEP 1.0 §3.1 */
  sessionRevoked: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  /** RISC 1.0 §2.3 */
  accountDisabled: 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  /** SSF 1.0 §8.1.4 */
  verification: 'https://schemas.openid.net/secevent/ssf/event-type/verification',
  /** SSF 1.0 §8.1.5 */
  streamUpdated: 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated',
} as const

/** SSF 1.0 §6.1: how SETs come to their receiver. */
export const setDelivery = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const

/** SSF 1.0 §8.1.2 */
export const streamStatuses = ['enabled', 'paused', 'disabled'] as const
export type StreamStatus = (typeof streamStatuses)[number]

/** How a session is named in the `sub_id` of a SET: alone, or with its user and perhaps its security domain. */
export const subjectFormats = ['opaque', 'complex'] as const
export type SubjectFormat = (typeof subjectFormats)[number]

/** Whether both sides know a session by Curfew's id, or by its source's own name for it. */
export const sessionNames = ['session-id', 'handle'] as const
export type SessionName = (typeof sessionNames)[number]

/** What in a received subject is the user id of the sessions here. */
export const userNames = ['iss_sub', 'email'] as const
export type UserName = (typeof userNames)[number]

/** RFC 8935 §2.4 */
export const setErrorCodes = [
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
] as const
export type SetErrorCode = (typeof setErrorCodes)[number]

/** With which a received SET may be signed. */
export const setAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type SetAlgorithm = (typeof setAlgorithms)[number]
