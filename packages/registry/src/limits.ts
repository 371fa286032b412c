import type { Ending, SessionStatus } from '@curfew/contract'
import type { Session } from './session.ts'

export type Limits = Pick<Session, 'idleLimitSeconds' | 'absoluteLimitSeconds'>

const minute = 60
const hour = 60 * minute

/** 30 minutes idle and 8 hours in all; 3 and 8 minutes for a logon that is begun and not finished. */
export function defaultLimits(status: SessionStatus): Limits {
  if (status === 'abandoned-in-progress') return { idleLimitSeconds: 3 * minute, absoluteLimitSeconds: 8 * minute }
  return { idleLimitSeconds: 30 * minute, absoluteLimitSeconds: 8 * hour }
}

/** As good as none: a hundred years. */
export const noLimitSeconds = 100 * 365 * 24 * hour

export function isLimit(seconds: number): boolean {
  return seconds < noLimitSeconds
}

type Timed = Pick<Session, 'loggedOnAt' | 'lastActivityAt'> & Limits

/** The earlier of the idle and the absolute limit, as of the last activity that is known. */
export function deadlineOf(session: Timed): Date {
  return new Date(Math.min(idleDeadlineMs(session), absoluteDeadlineMs(session)))
}

/** True from the deadline on, whether or not a sweep has run. Only an open session can expire. */
export function hasExpired(session: Timed, now: Date): boolean {
  return deadlineOf(session).getTime() <= now.getTime()
}

export const expiryEndings = ['idle-limit', 'absolute-limit', 'source-silent'] as const satisfies readonly Ending[]

/**
 * Which of the two limits comes first; the absolute one when both come together. Of a user behind a NAS nobody here knows
 * whether they are idle: it is the NAS that was silent.
 */
export function expiryEnding(session: Timed & Pick<Session, 'kind'>): (typeof expiryEndings)[number] {
  if (absoluteDeadlineMs(session) <= idleDeadlineMs(session)) return 'absolute-limit'
  return session.kind === 'radius' ? 'source-silent' : 'idle-limit'
}

/** Not ended yet. Whether it has expired is another question. */
export function isOpen({ endedAt }: Pick<Session, 'endedAt'>): boolean {
  return endedAt === null
}

/** Whether a page shows it, if it is listed: open and within its limits, or closing until that is proved. */
export function isPresent(session: Session, now: Date): boolean {
  return isOpen(session) ? !hasExpired(session, now) : session.status === 'closing'
}

/** The session as it stands at `now`: an open one beyond its limits has ended at its deadline, though no sweep has said so. */
export function asOf(session: Session, now: Date): Session {
  if (!isOpen(session) || !hasExpired(session, now)) return session
  return { ...session, status: 'closed', ending: expiryEnding(session), endedAt: deadlineOf(session), command: null }
}

export function idleDeadlineMs({ lastActivityAt, idleLimitSeconds }: Timed): number {
  return lastActivityAt.getTime() + idleLimitSeconds * 1000
}

function absoluteDeadlineMs({ loggedOnAt, absoluteLimitSeconds }: Timed): number {
  return loggedOnAt.getTime() + absoluteLimitSeconds * 1000
}
