/** Times from OK span from milliseconds to hours: they are placed by their logarithm, so that each step to the right is ten times longer. */
export type Scale = {
  /** Where a time stands, from 0 to 1. */
  readonly at: (ms: number) => number
  /** Times that are written under the scale. */
  readonly ticksMs: readonly number[]
}

const leastMs = 1
const ticks = [10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000]
/** Ticks nearer than that would run into one another. */
const leastGap = 0.08

/** From a millisecond to beyond the longest of these, and beyond the target. */
export function scaleFor(longestMs: number, targetMs: number): Scale {
  const mostMs = Math.max(longestMs, targetMs) * 2
  const width = Math.log10(mostMs / leastMs)
  const at = (ms: number) => Math.min(1, Math.max(0, Math.log10(Math.max(leastMs, ms) / leastMs) / width))
  const fitting = ticks.filter((ms) => at(ms) < 0.98 && ms < mostMs)
  return {
    at,
    ticksMs: fitting.filter((ms, index) => index === 0 || at(ms) - at(fitting[index - 1] ?? leastMs) >= leastGap),
  }
}
