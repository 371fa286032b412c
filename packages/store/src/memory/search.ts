import type { Sort } from '@curfew/contract'
import { type Counts, isPresent, matches, type Search, type Session, type SessionStore } from '@curfew/registry'
import { exportPages } from '../export-pages.ts'
import { histogramOf, minuteOf } from '../histogram.ts'
import { comparePositions, type Position, parsePosition, positionOf, printPosition } from '../session-order.ts'
import { totalsOf } from '../summary.ts'
import type { Tables } from './tables.ts'

type Searches = Pick<SessionStore, 'page' | 'summarize' | 'count' | 'exportSessions'>

/** Search by looking at every session of the grid: plain, and quick enough for what a browser tab holds. */
export function sessionSearches(tables: Tables): Searches {
  const page: Searches['page'] = async (request) => {
    const { sort, limit } = request
    const after = request.cursor === null ? null : parsePosition(sort, request.cursor)
    const [items, last] = firstInOrder(tables, found(tables, request), sort, after, limit)
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
    exportSessions: (search, signal) => exportPages(page, search, signal),
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
  { numbers }: Tables,
  sessions: Iterable<Session>,
  sort: Sort,
  after: Position | null,
  limit: number,
): [Session[], Position | null] {
  const compare = comparePositions(sort)
  let kept: { session: Session; position: Position }[] = []
  for (const session of sessions) {
    const position = positionOf(session, numbers.get(session.id) ?? 0, sort)
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

function summaryOf(sessions: readonly Session[]): Counts {
  const minutes = new Map<number, number>()
  for (const { loggedOnAt } of sessions) {
    const minute = minuteOf(loggedOnAt)
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1)
  }
  return {
    ...totalsOf(sessions.map(({ kind, status, source }) => ({ kind, status, source, count: 1 }))),
    loggedOnHistogram: histogramOf(minutes),
  }
}
