import { signalEventTypes } from '@curfew/contract'
import type { Logoff, SignalNotice, SignalReceiver } from '@curfew/registry'

/** The claims of a SET as SSF 1.0 §4 profiles them: no `sub`, no `exp`, one event, and nobody's name. */
export type SetClaims = {
  readonly iss: string
  readonly aud: string
  readonly jti: string
  /** Seconds since 1970, as all times in JWTs. */
  readonly iat: number
  readonly sub_id: Readonly<Record<string, unknown>>
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/**
 * The SET for one ended session. What it is made of never changes, so a repetition is the same SET with the same `jti`.
 *
 * @see CAEP 1.0 §2 and §3.1
 */
export function sessionRevoked(issuer: string, receiver: SignalReceiver, logoff: Logoff): SetClaims {
  const { delivery, session } = logoff
  const event = {
    event_timestamp: seconds(session.endedAt ?? delivery.storedAt),
    initiating_entity: initiatingEntity(logoff),
    reason_admin: reasonForAdministrators(logoff),
    ...reasonForUsers(logoff),
  }
  return {
    iss: issuer,
    aud: receiver.settings.audience,
    jti: delivery.id,
    iat: seconds(delivery.storedAt),
    sub_id: subjectOf(issuer, receiver, logoff),
    events: { [signalEventTypes.sessionRevoked]: event },
  }
}

/** What is said of the stream itself; its subject is the stream. @see SSF 1.0 §8.1.4.1 and §8.1.5 */
export function streamNotice(issuer: string, { settings }: SignalReceiver, notice: SignalNotice): SetClaims {
  return {
    iss: issuer,
    aud: settings.audience,
    jti: notice.id,
    iat: seconds(notice.at),
    sub_id: { format: 'opaque', id: notice.streamId },
    events: eventOf(notice.event),
  }
}

function eventOf(event: SignalNotice['event']): SetClaims['events'] {
  if (event.kind === 'verification')
    return { [signalEventTypes.verification]: event.state === null ? {} : { state: event.state } }
  const { status, reason } = event
  return { [signalEventTypes.streamUpdated]: { status, ...(reason === '' ? {} : { reason }) } }
}

/** RFC 9493 §3.2.2; SSF 1.0 §3.2 for complex subjects. */
function subjectOf(issuer: string, { settings }: SignalReceiver, { session }: Logoff): SetClaims['sub_id'] {
  const { subjectFormat, sessionNamedBy, userIssuer, namesTenant } = settings
  const named = { format: 'opaque', id: sessionNamedBy === 'handle' ? session.handle : session.id }
  if (subjectFormat === 'opaque') return named
  return {
    format: 'complex',
    session: named,
    user: { format: 'iss_sub', iss: userIssuer ?? issuer, sub: session.userId },
    ...(namesTenant && session.securityDomain !== ''
      ? { tenant: { format: 'opaque', id: session.securityDomain } }
      : {}),
  }
}

function initiatingEntity({ session, closure, farewell }: Logoff): 'admin' | 'user' | 'policy' | 'system' {
  if (farewell.byYourself || session.ending === 'password-changed') return 'user'
  return closure && closure.reasonKind !== 'administrator' ? closure.reasonKind : 'admin'
}

/** The language of a text that comes without one. */
const unsaid = 'en'

/** Never empty: the CAEP Interoperability Profile §3.1 asks for it. */
function reasonForAdministrators({ session, closure }: Logoff): Readonly<Record<string, string>> {
  if (closure && closure.reason !== '') return { [unsaid]: closure.reason }
  if (session.ending === 'account-disabled') return { en: 'The account was disabled.' }
  if (session.ending === 'password-changed') return { en: 'The password was changed.' }
  return { en: 'The session was closed by an administrator.' }
}

function reasonForUsers({ farewell }: Logoff): { readonly reason_user?: Readonly<Record<string, string>> } {
  const { messageToUser, messagesToUser = {} } = farewell
  const texts = { ...(messageToUser ? { [unsaid]: messageToUser } : {}), ...messagesToUser }
  return Object.keys(texts).length === 0 ? {} : { reason_user: texts }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}
