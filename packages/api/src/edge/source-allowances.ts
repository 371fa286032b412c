import { CurfewError } from '@curfew/contract'

/** How much each source may ask for. */
export interface Allowances {
  /** @throws CurfewError `too-many-attempts` with the time to wait; nothing was taken then */
  take(sourceId: string, cost: number): void
  /** Whether `take` would. */
  mayTake(sourceId: string, cost: number): boolean
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
  const fill = (sourceId: string) => {
    const nowMs = clock().getTime()
    const bucket = buckets.get(sourceId) ?? { tokens: burst, atMs: nowMs }
    buckets.set(sourceId, bucket)
    // A clock that is set back refills nothing.
    const elapsedSeconds = Math.max(0, nowMs - bucket.atMs) / 1000
    bucket.tokens = Math.min(burst, bucket.tokens + elapsedSeconds * perSecond)
    bucket.atMs = nowMs
    return bucket
  }
  return {
    mayTake: (sourceId, cost) => fill(sourceId).tokens >= cost,
    take(sourceId, cost) {
      const bucket = fill(sourceId)
      const { tokens } = bucket
      if (tokens >= cost) {
        bucket.tokens -= cost
        return
      }
      const retryAfterSeconds = Math.max(1, Math.ceil((cost - tokens) / perSecond))
      throw new CurfewError('too-many-attempts', 'This source calls too often. Nothing was done; call again later.', {
        retryAfterSeconds,
      })
    },
  }
}
