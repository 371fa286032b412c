import { CurfewError, type Ending, type Filter, ignoreCase, type SessionSummary, type Sort } from '@curfew/contract'
import type { RadiusRecord } from './accounting-ports.ts'
import { asOf } from './limits.ts'
import { isListed, notListed } from './listed.ts'
import type { Counts, Page, Scope } from './listing.ts'
import type { RegistryPorts } from './ports.ts'
import type { Session } from './session.ts'
import { type TimelineEntry, timelineOf } from './timeline.ts'

type ReadingPorts = Pick<RegistryPorts, 'store' | 'clock'>

/** What is looked for, and what the one who looks may see. */
export type SearchRequest = { readonly filters: readonly Filter[]; readonly scope: Scope }

/** One page of the listed sessions that match now, in an order that is total: no session is on two pages of a standing list. */
export async function listSessions(
  { store, clock }: ReadingPorts,
  request: SearchRequest & { readonly sort: Sort; readonly limit: number; readonly cursor: string | null },
): Promise<Page<Session>> {
  return store.page({ ...request, now: clock() })
}

export type Summary = Counts & Pick<SessionSummary, 'totalIgnoringCase' | 'notListed'>

/** Exact counts of what matches now. When nothing does, also how many would if case were ignored; null when it was already. */
export async function summarizeSessions({ store, clock }: ReadingPorts, request: SearchRequest): Promise<Summary> {
  const search = { ...request, now: clock() }
  const counts = await store.summarize(search)
  const filters = ignoreCase(request.filters)
  const isCaseSensitive = filters.some((filter, at) => filter !== request.filters[at])
  const asksAgain = counts.total === 0 && isCaseSensitive
  return { ...counts, totalIgnoringCase: asksAgain ? await store.count({ ...search, filters }) : null, notListed }
}

/** How many match now. */
export async function countSessions({ store, clock }: ReadingPorts, request: SearchRequest): Promise<number> {
  return store.count({ ...request, now: clock() })
}

/** All that match now, in batches of up to 1,000. Ends with the signal's reason when that fires. */
export function exportSessions(
  { store, clock }: ReadingPorts,
  request: SearchRequest & { readonly sort: Sort },
  signal: AbortSignal,
): AsyncIterable<readonly Session[]> {
  return store.exportSessions({ ...request, now: clock() }, signal)
}

export type SessionDetails = {
  readonly session: Session
  readonly ending: { readonly ending: Ending; readonly at: Date } | null
  readonly timeline: readonly TimelineEntry[]
  /** Undefined: no NAS told of it. */
  readonly radius: RadiusRecord | undefined
}

/**
 * One session with its life so far; also one that has ended, as long as it is remembered.
 *
 * @throws CurfewError `not-found`: there is none, or it may not be seen; nothing tells which
 */
export async function readSession({ store, clock }: ReadingPorts, id: string, _scope: Scope): Promise<SessionDetails> {
  const found = await store.sessionById(id)
  if (!found || !isListed(found)) throw new CurfewError('not-found', 'There is no such session.')
  const session = asOf(found, clock())
  const [records, deliveries, closure] = await Promise.all([
    session.kind === 'radius' ? store.radiusOfSessions([id]) : undefined,
    store.deliveriesOfSession(id),
    session.closureId === null ? undefined : store.closureById(session.closureId),
  ])
  const { ending, endedAt } = session
  return {
    session,
    ending: ending && endedAt ? { ending, at: endedAt } : null,
    timeline: timelineOf(session, closure, deliveries),
    radius: records?.get(id),
  }
}
