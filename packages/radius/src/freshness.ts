import type { SessionState } from './session-state.ts'

/** How often a NAS speaks of a session, and what its silence means. */
export type Patience = {
  /** The Interim-Updates that the NAS is set to send; null: none, and silence means nothing. */
  readonly interimSeconds: number | null
  /** So many in a row may be missed before a session counts as stale. */
  readonly missedUntilStale: number
  /** A session that was silent for so long is over; null: it never ends by silence. */
  readonly endAfterSeconds: number | null
}

export type Freshness =
  | { readonly is: 'fresh' | 'ended' }
  /** Not heard of for `silentMs`; `isOver`: for so long that it is to be ended. */
  | { readonly is: 'stale'; readonly silentMs: number; readonly isOver: boolean }

/**
 * Whether a session is still spoken of. A late Interim-Update makes a stale one fresh again; one that `endSilent` ended gets
 * a new row if it is heard of after all.
 */
export function freshnessOf(state: SessionState, patience: Patience, now: Date): Freshness {
  if (state.ended !== null) return { is: 'ended' }
  const silentMs = now.getTime() - state.lastHeardAt.getTime()
  const { interimSeconds, missedUntilStale, endAfterSeconds } = patience
  if (interimSeconds === null) return { is: 'fresh' }
  const isOver = endAfterSeconds !== null && silentMs >= endAfterSeconds * 1000
  const isStale = isOver || silentMs > interimSeconds * missedUntilStale * 1000
  return isStale ? { is: 'stale', silentMs, isOver } : { is: 'fresh' }
}

/** End a session whose silence lasted too long; unchanged when it is not so. */
export function endSilent(state: SessionState, patience: Patience, now: Date): SessionState {
  const freshness = freshnessOf(state, patience, now)
  if (freshness.is !== 'stale' || !freshness.isOver) return state
  return { ...state, ended: { at: now, by: 'silence', terminateCause: null } }
}

/**
 * Whether accounting confirms that a session is gone of which its NAS says that it does not know it (Error-Cause 503): the
 * NAS said that it ended, or restarted, or does not speak of it any more though it should.
 */
export function isGone(state: SessionState, patience: Patience, now: Date): boolean {
  return freshnessOf(state, patience, now).is !== 'fresh'
}
