import type { Administrator } from '@curfew/access'
import {
  type AdministratorView,
  acceptingChannels,
  type BackChannelView,
  type ClosureView,
  type Introspection,
  type Me,
  type PlanView,
  type ReceiptView,
  type SessionDetail,
  type SessionSummary,
  type SessionView,
  type SigningKeyView,
  type SourceView,
} from '@curfew/contract'
import {
  type ClosureReport,
  deadlineOf,
  type HeardOfSessions,
  isGood,
  isLimit,
  isSilent,
  type KeptBackChannel,
  type PlanReport,
  type Receipt,
  type Session,
  type SessionDetails,
  type SigningKey,
  type SourceReport,
  type Summary,
  staleAtOf,
} from '@curfew/registry'
import { toQueueView } from './queue-view.ts'
import { toRadiusSessionView, toRadiusView } from './views-of-radius.ts'

const nothingHeard: HeardOfSessions = { nases: new Map(), stillOnline: new Map() }

/** The only place where domain values become JSON. Times are ISO 8601 UTC with milliseconds. */
export function toSessionView(
  session: Session,
  ownSessionId: string,
  { nases, stillOnline }: HeardOfSessions = nothingHeard,
): SessionView {
  const { id, kind, userId, firstName, lastName, identitySource, securityDomain, source, via } = session
  const { clientAddress, userAgent, status, idleLimitSeconds, absoluteLimitSeconds, command, closureId } = session
  return {
    id,
    kind,
    userId,
    firstName,
    lastName,
    identitySource,
    securityDomain,
    source,
    via,
    clientAddress,
    userAgent,
    status,
    loggedOnAt: session.loggedOnAt.toISOString(),
    lastActivityAt: session.lastActivityAt.toISOString(),
    idleLimitSeconds: isLimit(idleLimitSeconds) ? idleLimitSeconds : null,
    absoluteLimitSeconds: isLimit(absoluteLimitSeconds) ? absoluteLimitSeconds : null,
    expiresAt: isLimit(Math.min(idleLimitSeconds, absoluteLimitSeconds)) ? deadlineOf(session).toISOString() : null,
    staleAt: staleAtOf(session, nases.get(session.sourceId) ?? null)?.toISOString() ?? null,
    stillOnlineAt: stillOnline.get(id)?.toISOString() ?? null,
    commandInFlight: command && { name: command.name, startedAt: command.startedAt.toISOString() },
    isOwn: id === ownSessionId,
    cameBack: session.cameBack && { ...session.cameBack },
    closureId,
  }
}

export function toSessionDetail(details: SessionDetails, ownSessionId: string, heard: HeardOfSessions): SessionDetail {
  const { session, ending, timeline, radius } = details
  return {
    session: toSessionView(session, ownSessionId, heard),
    ending: ending && { ending: ending.ending, at: ending.at.toISOString() },
    timeline: timeline.map(({ at, what, who, detail }) => ({ at: at.toISOString(), what, who, detail })),
    radius: radius ? toRadiusSessionView(radius) : null,
  }
}

export function toSummary(summary: Summary): SessionSummary {
  const { total, byKind, byStatus, bySource, loggedOnHistogram, totalIgnoringCase, notListed } = summary
  return {
    total,
    byKind,
    byStatus,
    bySource,
    loggedOnHistogram: loggedOnHistogram.map(({ from, to, count }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      count,
    })),
    totalIgnoringCase,
    notListed: [...notListed],
  }
}

export function toPlanView({ plan, cannotBeTold, needsPassword }: PlanReport): PlanView {
  const { id, count, alreadyClosed, notFound, byKind, users, userCount, includesOwnSession, commandsInFlight } = plan
  return {
    id,
    count,
    alreadyClosed,
    notFound,
    byKind: [...byKind],
    users: [...users],
    userCount,
    includesOwnSession,
    commandsInFlight,
    cannotBeTold: cannotBeTold.map(({ recipient, sessions, cause, since }) => ({
      recipient,
      sessions,
      cause,
      since: since?.toISOString() ?? null,
    })),
    needsPassword,
    expiresAt: plan.expiresAt.toISOString(),
  }
}

export function toClosureView({ closure, counts, stillOnline }: ClosureReport): ClosureView {
  const {
    id,
    state,
    reason,
    reasonKind,
    messageToUser,
    messagesToUser,
    planned,
    closed,
    alreadyClosed,
    notFound,
    includedOwnSession,
  } = closure
  const { closedBy } = closure
  return {
    id,
    state,
    reasonKind,
    reason,
    messageToUser,
    messagesToUser: { ...messagesToUser },
    closedBy: closedBy && { userId: closedBy.userId, firstName: closedBy.firstName, lastName: closedBy.lastName },
    orderedAt: closure.orderedAt.toISOString(),
    completedAt: closure.completedAt?.toISOString() ?? null,
    refusedEverywhereAt: closure.refusedEverywhereAt?.toISOString() ?? null,
    planned,
    closed,
    alreadyClosed,
    notFound,
    includedOwnSession,
    deliveries: { ...counts },
    stillOnline,
  }
}

export function toReceiptView(receipt: Receipt, stillOnline: ReadonlyMap<string, Date>): ReceiptView {
  const { id, sessionId, userId, kind, source, channel, recipientName, status, attempts, cause } = receipt
  return {
    id,
    sessionId,
    userId,
    kind,
    source,
    channel,
    recipient: recipientName,
    status,
    storedAt: receipt.storedAt.toISOString(),
    sentAt: receipt.sentAt?.toISOString() ?? null,
    acknowledgedAt: receipt.acknowledgedAt?.toISOString() ?? null,
    verifiedAt: receipt.verifiedAt?.toISOString() ?? null,
    attempts,
    nextAttemptAt: receipt.nextAttemptAt?.toISOString() ?? null,
    givenUpAt: receipt.givenUpAt?.toISOString() ?? null,
    silentSince: receipt.silentSince?.toISOString() ?? null,
    cause,
    acceptedBy: status === 'acknowledged' && acceptingChannels.has(channel) ? recipientName : null,
    stillOnlineAt: stillOnline.get(sessionId)?.toISOString() ?? null,
  }
}

export function toMe(administrator: Administrator, session: Session): Me {
  const { userId, firstName, lastName, role } = administrator
  return {
    userId,
    firstName,
    lastName,
    role,
    sessionId: session.id,
    loggedOnAt: session.loggedOnAt.toISOString(),
    expiresAt: deadlineOf(session).toISOString(),
  }
}

export function toAdministratorView(
  administrator: Administrator,
  openSessions: number,
  ownUserId: string,
): AdministratorView {
  const { id, userId, firstName, lastName, role, disabled, mustChangePassword } = administrator
  return {
    id,
    userId,
    firstName,
    lastName,
    role,
    disabled,
    mustChangePassword,
    createdAt: administrator.createdAt.toISOString(),
    lastLogonAt: administrator.lastLogonAt?.toISOString() ?? null,
    openSessions,
    isYou: userId === ownUserId,
  }
}

/** @param guards how many hold the feed open here */
export function toSourceView({ source, counts, queues }: SourceReport, guards: number, now: Date): SourceView {
  const { id, name, kinds, via, channel, leaseMs, disabled, createdAt, lastSeenAt, keys, radius } = source
  const { backChannel, openIdProvider } = source
  return {
    id,
    name,
    kinds: [...kinds],
    via,
    channel,
    leaseMs,
    disabled,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    silent: isSilent(source, counts, now),
    openSessions: counts.openSessions,
    pendingDeliveries: counts.pendingDeliveries,
    queue: toQueueView(queues),
    guards,
    radius: radius && toRadiusView(radius, now),
    backChannel: backChannel && toBackChannelView(backChannel),
    openIdProvider: openIdProvider && { ...openIdProvider, algorithms: [...openIdProvider.algorithms] },
    keys: keys
      .filter((key) => isGood(key, now))
      .map((key) => ({
        id: key.id,
        createdAt: key.createdAt.toISOString(),
        expiresAt: key.expiresAt?.toISOString() ?? null,
        lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      })),
  }
}

function toBackChannelView({ signingKey, ...settings }: KeptBackChannel): BackChannelView {
  return { ...settings, signingKeyId: signingKey?.kid ?? null }
}

export function toSigningKeyView({ id, algorithm, createdAt, signsFrom, publishedUntil }: SigningKey): SigningKeyView {
  return {
    id,
    algorithm,
    createdAt: createdAt.toISOString(),
    signsFrom: signsFrom.toISOString(),
    publishedUntil: publishedUntil?.toISOString() ?? null,
  }
}

/** RFC 7662 §2.2: seconds since 1970, as JWTs have them. */
export function toIntrospection(session: Session): Introspection {
  return {
    active: true,
    sub: session.userId,
    sid: session.id,
    iat: Math.floor(session.loggedOnAt.getTime() / 1000),
    exp: Math.floor(deadlineOf(session).getTime() / 1000),
    curfew_status: session.status === 'abandoned-in-progress' ? 'abandoned-in-progress' : 'active',
  }
}
