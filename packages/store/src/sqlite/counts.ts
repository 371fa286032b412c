import type { Counts, Search } from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import { histogramOf, type Minutes } from '../histogram.ts'
import { type Tally, totalsOf } from '../summary.ts'
import { allOf, conditionsOf } from './conditions.ts'
import { type Connection, inSnapshot } from './connection.ts'
import { hasManyExpired } from './pages.ts'
import { leastGathered, narrowest } from './placing.ts'
import { query } from './query.ts'
import { isPresent } from './ways.ts'

/** What a statement reads to see every session `s` that matches, once. */
export type Matching = {
  readonly sessions: RawBuilder<unknown>
  /** To be joined to `sessions`, or to any other way to a session `s`, for `holds` to be asked. */
  readonly activity: RawBuilder<unknown>
  readonly holds: RawBuilder<unknown>
}

/** By the fewest candidates, when they are not too many; else all of the grid in the order of logon. */
export function matchingOf(connection: Connection, search: Search): Matching {
  const conditions = conditionsOf(connection, search)
  const hasActivity = hasManyExpired(connection, search.now) || conditions.some(({ needsActivity }) => needsActivity)
  const candidates = narrowest(conditions) ?? leastGathered(connection, conditions)
  return {
    sessions: candidates ?? sql`session AS s INDEXED BY grid_by_logged_on_at`,
    activity: hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``,
    holds: allOf([
      sql`s.in_grid = 1`,
      ...conditions.map(({ holds }) => holds),
      isPresent({ now: search.now.getTime() }, sql`s.number`, hasActivity),
    ]),
  }
}

export function countMatching(connection: Connection, search: Search): number {
  if (search.filters.length === 0)
    return inSnapshot(connection, () => totalsOf(countAll(connection, search).tallies).total)
  const { sessions, activity, holds } = matchingOf(connection, search)
  const counted = connection.first(sql<{ count: number }>`
    SELECT count(*) AS count FROM ${sessions} ${activity} WHERE ${holds}`)
  return counted?.count ?? 0
}

/** All counts in one snapshot, so that they add up. */
export function summarizeMatching(connection: Connection, search: Search): Counts {
  return inSnapshot(connection, () => {
    const isOfAll = search.filters.length === 0
    const { tallies, minutes } = isOfAll ? countAll(connection, search) : countThose(connection, search)
    return { ...totalsOf(tallies), loggedOnHistogram: histogramOf(minutes) }
  })
}

type Counted = { readonly tallies: readonly Tally[]; readonly minutes: Minutes }
type MinuteRow = { minute: number; count: number }

function countThose(connection: Connection, search: Search): Counted {
  const { sessions, activity, holds } = matchingOf(connection, search)
  return countedBy(connection, sql`${sessions} ${activity}`, holds)
}

/** The tallies that are kept, less what has expired and not been swept. */
function countAll(connection: Connection, { now }: Search): Counted {
  const expired = countedBy(
    connection,
    sql`activity AS a INDEXED BY activity_by_deadline CROSS JOIN session AS s ON s.number = a.session_number`,
    sql`a.in_grid = 1 AND a.deadline <= ${now.getTime()} AND a.is_open = 1`,
  )
  const minutes = new Map<number, number>()
  for (const { minute, count } of connection.all(query.selectFrom('logon_tally').selectAll()))
    minutes.set(minute, count - (expired.minutes.get(minute) ?? 0))
  const tallies = connection.all(query.selectFrom('tally').selectAll())
  return { tallies: [...tallies, ...expired.tallies.map((tally) => ({ ...tally, count: -tally.count }))], minutes }
}

function countedBy(connection: Connection, from: RawBuilder<unknown>, holds: RawBuilder<unknown>): Counted {
  const tallies = connection.all(sql<Tally>`
    SELECT s.kind AS kind, s.status AS status, s.source AS source, count(*) AS count
    FROM ${from} WHERE ${holds} GROUP BY s.kind, s.status, s.source`)
  const minutes = connection.all(sql<MinuteRow>`
    SELECT s.logged_on_at / 60000 AS minute, count(*) AS count FROM ${from} WHERE ${holds} GROUP BY 1`)
  return { tallies, minutes: new Map(minutes.map(({ minute, count }) => [minute, count])) }
}
