import { CurfewError } from '@curfew/contract'

/** How much each source may ask for. */
export interface Allowances {
  /** @throws CurfewError `too-many-attempts` with the time to wait; nothing was taken then */
  take(sourceId: string, cost: number): void
}

export type SourceLimits = {
  /** Calls, and items of their batches, for each source. */
  readonly perSecond: number
  /** At once, after a while of less. */
  readonly burst: number
}

/** Far beyond what a healthy application needs; a runaway loop meets it. */
export const defaultSourceLimits: SourceLimits = { perSecond: 50_000, burst: 250_000 }

/** A bucket for each source, that fills with time. */
export function createAllowances(
  clock: () => Date,
  { perSecond, burst }: SourceLimits = defaultSourceLimits,
): Allowances {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    take(sourceId, cost) {
      const nowMs = clock().getTime()
      const known = buckets.get(sourceId) ?? { tokens: burst, atMs: nowMs }
      // A clock that is set back refills nothing.
      const elapsedSeconds = Math.max(0, nowMs - known.atMs) / 1000
      const tokens = Math.min(burst, known.tokens + elapsedSeconds * perSecond)
      buckets.set(sourceId, { tokens: tokens < cost ? tokens : tokens - cost, atMs: nowMs })
      if (tokens >= cost) return
      const retryAfterSeconds = Math.max(1, Math.ceil((cost - tokens) / perSecond))
      throw new CurfewError('too-many-attempts', 'This source calls too often. Nothing was done; call again later.', {
        retryAfterSeconds,
      })
    },
  }
}
