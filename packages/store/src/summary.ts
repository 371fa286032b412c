import { type SessionKind, type SessionStatus, sessionKinds, sessionStatuses } from '@curfew/contract'
import { type Counts, compareText } from '@curfew/registry'

const busiestSources = 10

/** How many sessions have this kind, this status and this source together. */
export type Tally = {
  readonly kind: SessionKind
  readonly status: SessionStatus
  readonly source: string
  readonly count: number
}

/** The counts of a summary but its histogram: kinds and statuses in the order of the words, the ten busiest sources. */
export function totalsOf(tallies: Iterable<Tally>): Omit<Counts, 'loggedOnHistogram'> {
  let total = 0
  const kinds = new Map<SessionKind, number>()
  const statuses = new Map<SessionStatus, number>()
  const sources = new Map<string, number>()
  for (const { kind, status, source, count } of tallies) {
    total += count
    kinds.set(kind, (kinds.get(kind) ?? 0) + count)
    statuses.set(status, (statuses.get(status) ?? 0) + count)
    sources.set(source, (sources.get(source) ?? 0) + count)
  }
  return {
    total,
    byKind: sessionKinds.flatMap((kind) => counted({ kind }, kinds.get(kind))),
    byStatus: sessionStatuses.flatMap((status) => counted({ status }, statuses.get(status))),
    bySource: Array.from(sources, ([source, count]) => ({ source, count }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.count - one.count || compareText(one.source, other.source))
      .slice(0, busiestSources),
  }
}

/** Nothing for what there is none of. */
function counted<Named extends object>(named: Named, count = 0): (Named & { count: number })[] {
  return count > 0 ? [{ ...named, count }] : []
}
