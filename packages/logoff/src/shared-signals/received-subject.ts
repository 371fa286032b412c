import type { SignalSubject, SignalTransmitter } from '@curfew/registry'

type Settings = SignalTransmitter['settings']

const nobody: SignalSubject = { session: null, userId: null, tenant: null }
const mostText = 256

/**
 * Who a subject identifier means. What cannot be told apart here is about nobody, and never about more than was meant: a user
 * on one device is not all of that user.
 *
 * @returns null: it is no subject identifier at all
 * @see RFC 9493 §3; SSF 1.0 §3
 */
export function readSubject(value: unknown, settings: Settings): SignalSubject | null {
  if (!isRecord(value) || typeof value['format'] !== 'string') return null
  if (value['format'] === 'complex') return readComplex(value, settings)
  if (value['format'] === 'opaque') {
    const session = textOf(value['id'])
    return session === null ? null : { ...nobody, session }
  }
  const user = readUser(value, settings)
  return user === 'unreadable' ? null : { ...nobody, userId: user?.userId ?? null }
}

function readComplex(value: Record<string, unknown>, settings: Settings): SignalSubject | null {
  const { format: _format, session, user, tenant, ...others } = value
  if (session === undefined && user === undefined && tenant === undefined && Object.keys(others).length === 0)
    return null
  const name = session === undefined ? null : opaqueId(session)
  const place = tenant === undefined ? null : opaqueId(tenant)
  const who = user === undefined ? null : isRecord(user) ? readUser(user, settings) : 'unreadable'
  if (who === 'unreadable') return null
  // A session, tenant or user that is named in a way that is not known here may be any.
  if (session !== undefined && name === null) return nobody
  if (tenant !== undefined && place === null) return nobody
  if (who && who.isForeign) return nobody
  if (name === null && (who?.userId == null || Object.keys(others).length > 0)) return nobody
  return { session: name, userId: who?.userId ?? null, tenant: place }
}

/** `isForeign`: a user of somebody else. Neither: named in a way that sessions here are not. */
function readUser(
  value: Record<string, unknown>,
  { usersNamedBy, userIssuer, issuer }: Settings,
): { readonly userId: string | null; readonly isForeign: boolean } | null | 'unreadable' {
  if (value['format'] === 'iss_sub') {
    const [iss, sub] = [textOf(value['iss']), textOf(value['sub'])]
    if (iss === null || sub === null) return 'unreadable'
    if (usersNamedBy !== 'iss_sub') return null
    return iss === (userIssuer ?? issuer) ? { userId: sub, isForeign: false } : { userId: null, isForeign: true }
  }
  if (value['format'] === 'email') {
    const email = textOf(value['email'])
    if (email === null) return 'unreadable'
    return usersNamedBy === 'email' ? { userId: email, isForeign: false } : null
  }
  return typeof value['format'] === 'string' ? null : 'unreadable'
}

function opaqueId(value: unknown): string | null {
  return isRecord(value) && value['format'] === 'opaque' ? textOf(value['id']) : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= mostText ? value : null
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
