import { type Attribute, attributeNumbers, entryOf, identifyingAttributes, valueOf } from '@curfew/radius'
import { attributesOf, type NasName, type NasSession, nameOf } from './nas-session.ts'

/** The session that a request names, or the Error-Cause that says why there is none to end. */
export type Found = { readonly session: NasSession } | { readonly errorCause: number }

/** Error-Cause, RFC 5176 §3.5. */
const unsupportedAttribute = 401
const missingAttribute = 402
const nasMismatch = 403
const notFound = 503
const severalMatch = 508

const identifying: ReadonlySet<number> = new Set(identifyingAttributes.map((name) => attributeNumbers[name]))
/** What every request may carry and what names nothing. */
const beside: ReadonlySet<number> = new Set(
  (['Event-Timestamp', 'Message-Authenticator', 'Proxy-State', 'State', 'Class', 'Acct-Terminate-Cause'] as const).map(
    (name) => attributeNumbers[name],
  ),
)

/**
 * Which session these attributes name: every one of them has to fit (RFC 5176 §3), and one session alone.
 *
 * A request that names no session at all is not taken for "all of them".
 */
export function findSession(attributes: readonly Attribute[], sessions: Iterable<NasSession>, nas: NasName): Found {
  const given = attributes.filter(({ type }) => !beside.has(type))
  const own = nameOf(nas)
  if (given.some(({ type }) => entryOf(type) === undefined || !identifying.has(type)))
    return { errorCause: unsupportedAttribute }
  if (given.some((one) => isAbout(one, own) && !isIn(one, own))) return { errorCause: nasMismatch }
  const aboutSession = given.filter((one) => !isAbout(one, own))
  if (aboutSession.length === 0) return { errorCause: missingAttribute }
  const acctSessionId = valueOf(given, 'Acct-Session-Id')
  const found = Array.from(sessions).filter((session) => {
    // With thousands of them, comparing every attribute of each keeps the NAS busy.
    if (acctSessionId !== undefined && session.acctSessionId !== acctSessionId) return false
    const known = attributesOf(session, nas)
    return aboutSession.every((one) => isIn(one, known))
  })
  const [session] = found
  if (session === undefined) return { errorCause: notFound }
  return found.length === 1 ? { session } : { errorCause: severalMatch }
}

const isAbout = ({ type }: Attribute, known: readonly Attribute[]) => known.some((one) => one.type === type)
const isIn = ({ type, value }: Attribute, known: readonly Attribute[]) =>
  known.some((one) => one.type === type && one.value.equals(value))
