/**
 * The guard's half of the promise (docs/decisions/0010-the-promise-across-applications.md): whether it may decide from
 * memory right now. Pure state; times are milliseconds of this machine's own clocks.
 */
export interface Lease {
  /** The feed's `closed` event at this position is applied: its session is refused here. */
  applied(position: number): void
  /** A grant came back for the report that was sent at `sentAt`. */
  granted(sentAt: Instant, grant: { readonly leaseMs: number; readonly position: number }): void
  /** True: nothing that Curfew calls refused everywhere can be accepted at `now`. */
  isFresh(now: Instant): boolean
  /** Until when the present leases last on the monotonic clock, if nothing is closed meanwhile; 0 when there is none. */
  readonly freshUntilMs: number
  readonly position: number
  /** Give up all leases; the position stays. */
  giveUp(): void
}

/** One machine's two clocks, read together. */
export type Instant = { readonly monotonicMs: number; readonly wallMs: number }

/** Clocks of two machines may run this much apart in speed. */
const usedShare = 0.98
/** A monotonic clock that stood still, or a wall clock that was set: the guard cannot tell which, so it asks again. */
const clocksPartedMs = 100

type Grant = { readonly from: Instant; readonly untilMs: number; readonly position: number }

/** @param position where the feed begins: everything up to it is applied, because nothing is known yet */
export function createLease(position: number): Lease {
  let applied = position
  let grants: Grant[] = []

  return {
    applied(at) {
      applied = Math.max(applied, at)
    },
    granted(sentAt, grant) {
      grants = grants.filter((known) => known.untilMs > sentAt.monotonicMs)
      grants.push({ from: sentAt, untilMs: sentAt.monotonicMs + grant.leaseMs * usedShare, position: grant.position })
    },
    isFresh(now) {
      for (const grant of grants)
        if (grant.position <= applied && now.monotonicMs < grant.untilMs && !clocksParted(grant.from, now)) return true
      return false
    },
    get freshUntilMs() {
      return grants.reduce((latest, grant) => (grant.position <= applied ? Math.max(latest, grant.untilMs) : latest), 0)
    },
    get position() {
      return applied
    },
    giveUp() {
      grants = []
    },
  }
}

function clocksParted(from: Instant, now: Instant): boolean {
  return Math.abs(now.wallMs - from.wallMs - (now.monotonicMs - from.monotonicMs)) > clocksPartedMs
}
