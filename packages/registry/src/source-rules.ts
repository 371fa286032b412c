import type { SessionKind, SourceSession, Via } from '@curfew/contract'
import { sessionKinds } from '@curfew/contract'
import { defaultLimits, hasExpired, type Limits } from './limits.ts'
import type { NewSession } from './session.ts'
import type { KeptKey, KeptRadius, Source, SourceCounts } from './source.ts'

/** Kinds that come in in another way: by a logon to Curfew itself, or by RADIUS accounting. */
const notOfSources: ReadonlySet<SessionKind> = new Set(['security-console', 'api', 'radius'])

/** What a source can be permitted to register (DESIGN §2). */
export const kindsOfSources: readonly SessionKind[] = sessionKinds.filter((kind) => !notOfSources.has(kind))

export function isGood({ expiresAt }: KeptKey, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

/** Without a lease of its own a source calls when its users do something; a guard calls three times in every lease. */
const quietMs = 30 * 60_000
const leastSilenceMs = 60_000

/** Whether it has been quiet for longer than it should be, with sessions that rely on it. */
export function isSilent(source: Source, { openSessions }: Pick<SourceCounts, 'openSessions'>, now: Date): boolean {
  const { channel, leaseMs, lastSeenAt, createdAt, disabled, radius } = source
  if (openSessions === 0 || disabled) return false
  if (radius) return isNasSilent(radius, lastSeenAt ?? createdAt, now)
  const toleratedMs = channel === 'guard-feed' ? Math.max(leastSilenceMs, 3 * leaseMs) : quietMs
  return now.getTime() - (lastSeenAt ?? createdAt).getTime() > toleratedMs
}

/** Each of its sessions is spoken of in every interval, so it is silent when all of them would be stale. */
function isNasSilent({ interimSeconds, missedUntilStale }: KeptRadius, lastSeenAt: Date, now: Date): boolean {
  if (interimSeconds === null) return false
  return now.getTime() - lastSeenAt.getTime() > Math.max(leastSilenceMs, interimSeconds * missedUntilStale * 1000)
}

/** A session as its source may register it, or why it may not, in a sentence. */
export type Registrable = { readonly session: Omit<NewSession, 'id'> } | { readonly detail: string }

export function judgeRegistration(source: Source, asked: SourceSession, now: Date): Registrable {
  const detail = refusalOf(source, asked)
  if (detail !== undefined) return { detail }
  const { superAdminCredentials, status } = asked
  const loggedOnAt = notAfter(asked.loggedOnAt, now)
  const session = {
    kind: asked.kind,
    userId: asked.userId,
    firstName: asked.firstName,
    lastName: asked.lastName,
    identitySource: asked.identitySource,
    securityDomain: asked.securityDomain,
    sourceId: source.id,
    source: source.name,
    handle: keptHandle(asked.handle),
    via: viaOf(source, asked),
    clientAddress: asked.clientAddress,
    userAgent: asked.userAgent,
    superAdminCredentials,
    status,
    loggedOnAt,
    // Whoever registers a session has its user before them.
    lastActivityAt: now,
    ...limitsOf(asked),
    credentialHash: null,
  }
  return hasExpired(session, now)
    ? { detail: `It has expired already: it may last ${session.absoluteLimitSeconds} seconds since its logon.` }
    : { session }
}

/** Its own limits where the source gives them, else the defaults of the status. */
export function limitsOf({ status, idleLimitSeconds, absoluteLimitSeconds }: SourceSession): Limits {
  const defaults = defaultLimits(status)
  return {
    idleLimitSeconds: idleLimitSeconds ?? defaults.idleLimitSeconds,
    absoluteLimitSeconds: absoluteLimitSeconds ?? defaults.absoluteLimitSeconds,
  }
}

/** Half a character, as JSON can carry, is kept as another one; so it must be looked for as that one, too. */
export function keptHandle(handle: string): string {
  return handle.toWellFormed()
}

/** A source's clock may be ahead of ours; nothing has happened in the future. */
export function notAfter(text: string | undefined, now: Date): Date {
  const at = text === undefined ? now : new Date(text)
  return at < now ? at : now
}

function refusalOf({ name, kinds, via }: Source, asked: SourceSession): string | undefined {
  const { kind } = asked
  if (!kinds.includes(kind)) return `${name} may not register sessions of the kind ${kind}, only ${kinds.join(', ')}.`
  if (asked.superAdminCredentials && kind !== 'operations-console')
    return 'superAdminCredentials belong to operations-console only.'
  if (asked.via !== undefined && kind !== 'self-service-console') return 'via belongs to self-service-console only.'
  if (asked.via !== undefined && via !== null && asked.via !== via)
    return `Users reach ${name} ${via}, not ${asked.via}.`
  return undefined
}

function viaOf({ via }: Source, asked: SourceSession): Via | null {
  return asked.kind === 'self-service-console' ? (via ?? asked.via ?? 'direct') : null
}
