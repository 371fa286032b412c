import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { radiusSessionView } from './radius-session.ts'
import { endings, sessionKinds, sessionStatuses, vias } from './words.ts'

export const id = z.string().check(z.minLength(1), z.maxLength(64))

export const commandInFlight = z.object({ name: z.string(), startedAt: instant })

/** One listed session, as a row of the grid. Times are ISO 8601 UTC with milliseconds. */
export const sessionView = z.object({
  id,
  kind: z.enum(sessionKinds),
  userId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  identitySource: z.string(),
  securityDomain: z.string(),
  source: z.string(),
  via: z.nullable(z.enum(vias)),
  clientAddress: z.string(),
  userAgent: z.string(),
  status: z.enum(sessionStatuses),
  loggedOnAt: instant,
  lastActivityAt: instant,
  /** Null: there is none. Of a RADIUS session: so long its NAS may be silent about it. */
  idleLimitSeconds: z.nullable(z.number()),
  absoluteLimitSeconds: z.nullable(z.number()),
  /** The earlier of the idle and the absolute limit, as of the last activity; null: there is neither. */
  expiresAt: z.nullable(instant),
  /**
   * Of an open RADIUS session: from then on it is stale, unless its NAS speaks of it before. Null: silence means nothing.
   */
  staleAt: z.nullable(instant),
  /** It was closed here, and when its NAS last said that it goes on all the same. Null: it did not say so, or it is over. */
  stillOnlineAt: z.nullable(instant),
  commandInFlight: z.nullable(commandInFlight),
  /** The session that this request was made with. */
  isOwn: z.boolean(),
  /** It began soon after one of the same user was closed, from the same source or address. */
  cameBack: z.nullable(z.object({ closureId: id, sessionId: id, afterMs: z.number() })),
  /** While `closing` or `closed` by a closure. */
  closureId: z.nullable(id),
})
export type SessionView = z.infer<typeof sessionView>

export const sessionPage = z.object({
  items: z.array(sessionView),
  /** Opaque; null on the last page. */
  nextCursor: z.nullable(z.string()),
})
export type SessionPage = z.infer<typeof sessionPage>

/** One line of a session's life, oldest first. */
export const timelineEntry = z.object({
  at: instant,
  what: z.enum([
    'logged-on',
    'last-activity',
    'command-began',
    'ended',
    'told',
    'acknowledged',
    /** In its place, where the answer says nothing of the session. */
    'accepted',
    'verified',
    'refused',
    'unreachable',
  ]),
  /** Who or what is concerned: a recipient, a command, an administrator's user id; empty when there is nothing to name. */
  who: z.string(),
  detail: z.string(),
})

export const sessionDetail = z.object({
  session: sessionView,
  ending: z.nullable(z.object({ ending: z.enum(endings), at: instant })),
  timeline: z.array(timelineEntry),
  /** What its NAS told of it; null: its source is no NAS. */
  radius: z.nullable(radiusSessionView),
})
export type SessionDetail = z.infer<typeof sessionDetail>

const count = z.object({ count: z.number() })

/** Exact counts for a search. They are taken in one snapshot, so they add up. */
export const sessionSummary = z.object({
  total: z.number(),
  byKind: z.array(z.extend(count, { kind: z.enum(sessionKinds) })),
  byStatus: z.array(z.extend(count, { status: z.enum(sessionStatuses) })),
  /** The ten busiest; the rest is `total` less their sum. */
  bySource: z.array(z.extend(count, { source: z.string() })),
  /** Logon times in equal buckets, oldest first; empty when nothing matches. */
  loggedOnHistogram: z.array(z.extend(count, { from: instant, to: instant })),
  /** How many match when case is ignored; only counted when nothing matches and case was not ignored. */
  totalIgnoringCase: z.nullable(z.number()),
  /** What the administrator cannot see here, as a fixed statement of the rules, never a count. */
  notListed: z.array(z.enum(['authentication-agent', 'operations-console-without-super-admin-credentials'])),
})
export type SessionSummary = z.infer<typeof sessionSummary>
