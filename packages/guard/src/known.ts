import type { FeedClosed, LogoffEvent } from '@curfew/contract'

/** A session the guard knows to be open, until the feed says otherwise. */
export type KnownSession = { readonly handle: string; readonly sessionId: string; readonly userId: string }
/** A session the feed has closed: what its browser is told, and which delivery a refusal proves. */
export type ClosedSession = { readonly sessionId: string; readonly deliveryId: string; readonly logoff: LogoffEvent }

const maxKnown = 200_000
const maxClosed = 20_000

/**
 * What the guard remembers. Forgetting is always safe: an unknown handle is asked about. Closed sessions are kept so
 * that an answer that was under way when the closure came cannot bring one back, and so that browsers can be told why.
 */
export interface Known {
  open(handle: string): KnownSession | undefined
  closed(handle: string): ClosedSession | undefined
  /** Take it before asking, and give it to `learn` with the answer. */
  mark(): number
  /** False when the session was closed since `mark`, or may have been: the feed's word is newer than the answer. */
  learn(session: KnownSession, mark: number): boolean
  close(event: FeedClosed): void
  forget(handle: string): void
  /** The feed has a gap: what is open is no longer known. */
  forgetOpen(): void
}

export function createKnown(): Known {
  const open = new Map<string, KnownSession>()
  const closedByHandle = new Map<string, ClosedSession>()
  const closedIds = new Set<string>()
  let closures = 0

  return {
    open: (handle) => open.get(handle),
    closed: (handle) => closedByHandle.get(handle),
    mark: () => closures,
    learn(session, mark) {
      if (closedIds.has(session.sessionId) || closures - mark > maxClosed) return false
      open.set(session.handle, session)
      // The source may use a handle again for a new session.
      closedByHandle.delete(session.handle)
      dropOldest(open, maxKnown)
      return true
    },
    close({ handle, sessionId, deliveryId, logoff }) {
      if (open.get(handle)?.sessionId === sessionId) open.delete(handle)
      closedIds.add(sessionId)
      closures += 1
      if (!open.has(handle)) closedByHandle.set(handle, { sessionId, deliveryId, logoff })
      dropOldest(closedIds, maxClosed)
      dropOldest(closedByHandle, maxClosed)
    },
    forget: (handle) => void open.delete(handle),
    forgetOpen() {
      open.clear()
      // Answers that are under way are older than the gap.
      closures += maxClosed + 1
    },
  }
}

/** Maps and sets keep the order of insertion. */
function dropOldest(all: Map<string, unknown> | Set<string>, most: number) {
  while (all.size > most) {
    const oldest = all.keys().next().value
    if (oldest === undefined) return
    all.delete(oldest)
  }
}
