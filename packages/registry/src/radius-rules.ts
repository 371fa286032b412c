import type { RadiusFacts } from '@curfew/contract'
import type { RadiusRecord } from './accounting-ports.ts'
import { noLimitSeconds } from './limits.ts'
import type { NewSession, Session } from './session.ts'
import type { KeptRadius, Source } from './source.ts'

/** A session that a NAS told of. It has no limit of ours; what ends it, besides its NAS, is that NAS's silence. */
export function newRadiusSession(
  source: Source,
  handle: Pick<Session, 'id' | 'handle'>,
  radius: RadiusRecord,
  now: Date,
): NewSession {
  const { lastHeardAt } = radius
  const shown = shownOf(radius, now)
  return {
    ...handle,
    ...shown,
    kind: 'radius',
    firstName: '',
    lastName: '',
    identitySource: '',
    securityDomain: '',
    sourceId: source.id,
    source: source.name,
    via: null,
    userAgent: '',
    superAdminCredentials: false,
    status: 'active',
    goesOnSince: goesOnSince(radius, shown.loggedOnAt),
    lastActivityAt: lastHeardAt > shown.loggedOnAt ? lastHeardAt : shown.loggedOnAt,
    idleLimitSeconds: silenceLimitSeconds(source.radius),
    absoluteLimitSeconds: noLimitSeconds,
    credentialHash: null,
  }
}

/** As far as RFC 5176 §6.3 lets clocks differ. */
const clockToleranceMs = 300_000

/**
 * Since when it has gone on, for holds. How long it goes on already is believed, and the NAS's clock as far as a good one may be
 * wrong: by one that is slow, whoever is kept out would have been in before.
 */
function goesOnSince({ lastHeardAt, counters }: RadiusRecord, beganAt: Date): Date {
  const byOurClockMs = lastHeardAt.getTime() - (counters.sessionSeconds ?? 0) * 1_000
  return new Date(Math.max(beganAt.getTime(), byOurClockMs - clockToleranceMs))
}

/** For so long a NAS may be silent about a session before that is over. */
export function silenceLimitSeconds(radius: KeptRadius | null): number {
  const isSilenceTelling = radius !== null && radius.interimSeconds !== null
  return (isSilenceTelling ? radius.endAfterSeconds : null) ?? noLimitSeconds
}

/** From when on an open session is stale unless it is heard of; null: its NAS's silence means nothing. */
export function staleAtOf(
  { endedAt, lastActivityAt }: Pick<Session, 'endedAt' | 'lastActivityAt'>,
  radius: KeptRadius | null,
): Date | null {
  if (endedAt !== null || radius === null || radius.interimSeconds === null) return null
  return new Date(lastActivityAt.getTime() + radius.interimSeconds * radius.missedUntilStale * 1000)
}

/** What the grid shows of it. Nothing has begun in the future, whatever the clock of a NAS says. */
export function shownOf(
  { facts, acctSessionId, began }: RadiusRecord,
  now: Date,
): Pick<Session, 'userId' | 'clientAddress' | 'loggedOnAt'> {
  return {
    userId: facts.userName ?? facts.callingStationId ?? acctSessionId,
    clientAddress: clientAddressOf(facts),
    loggedOnAt: began.at < now ? began.at : now,
  }
}

/**
 * Where the user's device is, as the NAS names it (an address, a MAC address, a telephone number), and the address that it
 * was given inside: an incident is reported by either of them, and a search for either has to find it.
 */
function clientAddressOf(facts: RadiusFacts): string {
  const { callingStationId, framedIpAddress, framedIpv6Address, framedIpv6Prefix } = facts
  const inside = framedIpAddress ?? framedIpv6Address ?? framedIpv6Prefix
  return Array.from(new Set([callingStationId, inside].filter((one) => one !== null))).join(', ')
}

/** Whether anything but times and counters has changed. */
export function isMoreTold(before: RadiusRecord, after: RadiusRecord): boolean {
  return (
    before.sentFrom !== after.sentFrom ||
    before.identification !== after.identification ||
    before.began.at.getTime() !== after.began.at.getTime() ||
    before.began.isExact !== after.began.isExact ||
    !isSameEnd(before.end, after.end) ||
    !isSame(before.facts, after.facts)
  )
}

function isSameEnd(one: RadiusRecord['end'], other: RadiusRecord['end']): boolean {
  if (one === null || other === null) return one === other
  const isSameCause = one.terminateCause?.code === other.terminateCause?.code
  return one.at.getTime() === other.at.getTime() && one.by === other.by && isSameCause
}

function isSame(one: RadiusFacts, other: RadiusFacts): boolean {
  return (
    one.userName === other.userName &&
    one.multiSessionId === other.multiSessionId &&
    one.callingStationId === other.callingStationId &&
    one.calledStationId === other.calledStationId &&
    one.framedIpAddress === other.framedIpAddress &&
    one.framedIpv6Address === other.framedIpv6Address &&
    one.framedIpv6Prefix === other.framedIpv6Prefix &&
    one.framedInterfaceId === other.framedInterfaceId &&
    one.delegatedIpv6Prefix === other.delegatedIpv6Prefix &&
    one.nasPort === other.nasPort &&
    one.nasPortId === other.nasPortId &&
    one.nasPortType === other.nasPortType &&
    one.class === other.class &&
    one.connectInfo === other.connectInfo
  )
}
