const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const roundWidths = [
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * hour),
]
/** More bars than this are not told apart on the page. */
const maxBuckets = 48

export type Buckets = { readonly fromMs: number; readonly widthMs: number; readonly count: number }

/**
 * Equal buckets of a round width, on round times (UTC), that cover all from `earliestMs` to `latestMs`, both included.
 * At most 48, and never narrower than a minute.
 */
export function bucketsFor(earliestMs: number, latestMs: number): Buckets {
  const wholeDays = Math.max(1, Math.ceil((latestMs - earliestMs) / day / (maxBuckets - 2))) * day
  const widthMs = roundWidths.find((width) => countOf(width) <= maxBuckets) ?? wholeDays
  return { fromMs: startOf(widthMs), widthMs, count: countOf(widthMs) }

  function startOf(width: number): number {
    return Math.floor(earliestMs / width) * width
  }
  function countOf(width: number): number {
    return Math.floor((latestMs - startOf(width)) / width) + 1
  }
}

/** Fill the buckets. `counted` maps a bucket's number (0 is the first) to how many are in it. */
export function histogramOf(buckets: Buckets, counted: ReadonlyMap<number, number>) {
  return Array.from({ length: buckets.count }, (_, number) => {
    const fromMs = buckets.fromMs + number * buckets.widthMs
    return { from: new Date(fromMs), to: new Date(fromMs + buckets.widthMs), count: counted.get(number) ?? 0 }
  })
}
