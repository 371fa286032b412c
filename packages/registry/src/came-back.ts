import { shareAddress } from './address-range.ts'
import type { CameBack, Session } from './session.ts'

/** Sources that tell when a logon was tell it in whole seconds, cut off. */
export const cutOffMs = 1_000

type Beginning = Pick<Session, 'userId' | 'sourceId' | 'clientAddress' | 'loggedOnAt'>
type Closed = Pick<Session, 'id' | 'userId' | 'sourceId' | 'clientAddress' | 'endedAt' | 'closureId'>

/**
 * Whether a session that begins is of a user who was closed a while ago: the same user id, at the same source or from the
 * same client address, with a logon after that end.
 *
 * @param closed sessions that a closure has ended, in any order
 * @returns the closure, and how soon; of several the latest
 */
export function cameBack(begins: Beginning, closed: readonly Closed[], withinMs: number): CameBack | null {
  const returns = closed.flatMap((session): CameBack[] => {
    const { id, endedAt, closureId } = session
    if (endedAt === null || closureId === null || !isSamePlace(begins, session)) return []
    const afterMs = begins.loggedOnAt.getTime() - endedAt.getTime()
    if (afterMs <= -cutOffMs || afterMs > withinMs || withinMs === 0) return []
    return [{ closureId, sessionId: id, afterMs: Math.max(0, afterMs) }]
  })
  return returns.reduce<CameBack | null>(
    (soonest, one) =>
      soonest &&
      (soonest.afterMs < one.afterMs || (soonest.afterMs === one.afterMs && soonest.sessionId > one.sessionId))
        ? soonest
        : one,
    null,
  )
}

/** An address that is not known is nobody's. */
function isSamePlace(begins: Beginning, closed: Closed): boolean {
  if (begins.userId !== closed.userId) return false
  if (begins.sourceId === closed.sourceId) return true
  return shareAddress(begins.clientAddress, closed.clientAddress)
}
