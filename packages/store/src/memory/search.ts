import { type SessionKind, type SessionStatus, type Sort, sessionKinds, sessionStatuses } from '@curfew/contract'
import { compareText, isPresent, matches, type Search, type Session, type SessionStore } from '@curfew/registry'
import { bucketsFor, histogramOf } from '../histogram.ts'
import { comparePositions, type Position, parsePosition, positionOf, printPosition } from '../session-order.ts'
import type { Tables } from './tables.ts'

const maxExportBatch = 1_000

type Searches = Pick<SessionStore, 'page' | 'summarize' | 'count' | 'exportSessions'>

/** Search by looking at every session of the grid: plain, and quick enough for what a browser tab holds. */
export function sessionSearches(tables: Tables): Searches {
  const page: Searches['page'] = async (request) => {
    const { sort, limit } = request
    const after = request.cursor === null ? null : parsePosition(sort, request.cursor)
    const [items, last] = firstInOrder(found(tables, request), sort, after, limit)
    return { items, nextCursor: last && printPosition(sort, last) }
  }

  return {
    page,
    async summarize(search) {
      return summaryOf(Array.from(found(tables, search)))
    },
    async count(search) {
      return Array.from(found(tables, search)).length
    },
    async *exportSessions(search, signal) {
      let cursor: string | null = null
      do {
        signal.throwIfAborted()
        const { items, nextCursor } = await page({ ...search, limit: maxExportBatch, cursor })
        signal.throwIfAborted()
        if (items.length > 0) yield items
        cursor = nextCursor
      } while (cursor !== null)
    },
  }
}

/** The sessions of the grid that match; what has expired by `now` is not there. */
export function* found(tables: Tables, { filters, now }: Search): Iterable<Session> {
  for (const id of tables.inGrid) {
    const session = tables.sessions.get(id)
    if (session && isPresent(session, now) && matches(session, filters, now)) yield session
  }
}

/** The first `limit` after a position, and the position of the last of them unless nothing follows it. */
function firstInOrder(
  sessions: Iterable<Session>,
  sort: Sort,
  after: Position | null,
  limit: number,
): [Session[], Position | null] {
  const compare = comparePositions(sort)
  let kept: { session: Session; position: Position }[] = []
  for (const session of sessions) {
    const position = positionOf(session, sort)
    if (after && compare(position, after) <= 0) continue
    kept.push({ session, position })
    // Thrown away now and then, so that a page of a hundred thousand sessions does not sort them all.
    if (kept.length > 10 * limit + 1_000) kept = inOrder().slice(0, limit + 1)
  }
  const ordered = inOrder()
  const items = ordered.slice(0, limit).map(({ session }) => session)
  return [items, ordered.length > limit ? (ordered[limit - 1]?.position ?? null) : null]

  function inOrder() {
    return kept.sort((one, other) => compare(one.position, other.position))
  }
}

function summaryOf(sessions: readonly Session[]) {
  const kinds = new Map<SessionKind, number>()
  const statuses = new Map<SessionStatus, number>()
  const sources = new Map<string, number>()
  for (const { kind, status, source } of sessions) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    sources.set(source, (sources.get(source) ?? 0) + 1)
  }
  return {
    total: sessions.length,
    byKind: sessionKinds.flatMap((kind) => ({ kind, count: kinds.get(kind) ?? 0 })).filter(({ count }) => count > 0),
    byStatus: sessionStatuses
      .map((status) => ({ status, count: statuses.get(status) ?? 0 }))
      .filter(({ count }) => count > 0),
    bySource: Array.from(sources, ([source, count]) => ({ source, count }))
      .sort((one, other) => other.count - one.count || compareText(one.source, other.source))
      .slice(0, 10),
    loggedOnHistogram: loggedOnHistogram(sessions.map(({ loggedOnAt }) => loggedOnAt.getTime())),
  }
}

function loggedOnHistogram(times: readonly number[]) {
  if (times.length === 0) return []
  const [earliest, latest] = times.reduce(
    ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
    [Infinity, -Infinity],
  )
  const buckets = bucketsFor(earliest, latest)
  const counted = new Map<number, number>()
  for (const time of times) {
    const number = Math.floor((time - buckets.fromMs) / buckets.widthMs)
    counted.set(number, (counted.get(number) ?? 0) + 1)
  }
  return histogramOf(buckets, counted)
}
