const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const roundWidths = [
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * hour),
]
/** More bars than this are not told apart on the page. */
const maxBuckets = 48

/** How many logged on in each minute, the minute counted from 1970. */
export type Minutes = ReadonlyMap<number, number>

type Buckets = { readonly fromMs: number; readonly widthMs: number; readonly count: number }

/**
 * Equal buckets of a round width, on round times (UTC), from the earliest minute to the latest; none when nothing is
 * counted. At most 48.
 */
export function histogramOf(minutes: Minutes) {
  const counted = Array.from(minutes).filter(([, count]) => count > 0)
  if (counted.length === 0) return []
  const { fromMs, widthMs, count } = bucketsFor(
    counted.reduce((least, [number]) => Math.min(least, number * minute), Infinity),
    counted.reduce((most, [number]) => Math.max(most, number * minute), -Infinity),
  )
  const buckets = Array.from({ length: count }, () => 0)
  for (const [number, times] of counted) {
    const bucket = Math.floor((number * minute - fromMs) / widthMs)
    buckets[bucket] = (buckets[bucket] ?? 0) + times
  }
  return buckets.map((times, bucket) => {
    const from = fromMs + bucket * widthMs
    return { from: new Date(from), to: new Date(from + widthMs), count: times }
  })
}

export function minuteOf(time: Date): number {
  return Math.floor(time.getTime() / minute)
}

function bucketsFor(earliestMs: number, latestMs: number): Buckets {
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
