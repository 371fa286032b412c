import { type RawBuilder, sql } from 'kysely'
import { allOf, type Condition } from './conditions.ts'
import type { Connection } from './connection.ts'
import { type GridColumn, indexedTable, isOfActivity, reference } from './grid-columns.ts'
import type { ColumnValue } from './intervals.ts'
import { beginningOf, type Confines, endOf, onStretch, type Place } from './stretches.ts'

/** What a page is read in: the search's moment, and the columns that its sort needs the values of. */
export type Grid = {
  readonly connection: Connection
  readonly now: number
  readonly sortColumns: readonly GridColumn[]
  /** So many have expired without being swept that to list them costs more than to look at each. */
  readonly hasBacklog: boolean
}

/** Where a session stands: its number, its values for the sort, its id. */
export type Entry = { readonly number: number; readonly id: string; readonly values: readonly ColumnValue[] }

/** The way to the first entries of one column's order. */
export type Way = {
  readonly column: GridColumn
  readonly descending: boolean
  readonly after: Place | null
  readonly confines: Confines
  /** What a session must meet besides lying within the confines. */
  readonly others: readonly Condition[]
  readonly limit: number
}

/** Along the column's index, looking at each session, until there are enough or the end of the stretch is reached. */
export function walk(
  grid: Grid,
  { column, descending, after, confines, others, limit }: Way,
  until: Place | null,
): Entry[] {
  const { from, isInGrid, number } = indexedTable(column)
  const hasActivity = isOfActivity(column) || needsActivity(grid, others)
  const joined = isOfActivity(column)
    ? sql`${from} CROSS JOIN session AS s ON s.number = a.session_number`
    : sql`${from} ${hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``}`
  const holds = allOf([
    isInGrid,
    ...onStretch(confines, { descending, after, until }),
    ...others.map(({ holds }) => holds),
    isPresent(grid, number, hasActivity),
  ])
  return entries(
    grid,
    sql`
      SELECT ${selected(grid, number)} FROM ${joined} WHERE ${holds}
      ORDER BY ${inDirection(reference(column), descending)}, ${inDirection(sql`s.id`, descending)} LIMIT ${limit}`,
  )
}

/** From candidates that were looked up, all of them, sorted. `others` must hold every condition. */
export function gather(
  grid: Grid,
  { column, descending, after, others, limit }: Way,
  numbers: RawBuilder<{ number: number }>,
): Entry[] {
  const hasActivity = isOfActivity(column) || needsActivity(grid, others)
  const number = sql<number>`s.number`
  const holds = allOf([
    ...onStretch({ interval: { column } }, { descending, after, until: null }),
    ...others.map(({ holds }) => holds),
    isPresent(grid, number, hasActivity),
  ])
  return entries(
    grid,
    sql`
      SELECT ${selected(grid, number)}
      FROM (${numbers}) AS candidate CROSS JOIN session AS s ON s.number = candidate.number
      ${hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``}
      WHERE ${holds}
      ORDER BY ${inDirection(reference(column), descending)}, ${inDirection(sql`s.id`, descending)} LIMIT ${limit}`,
  )
}

/**
 * The place so many entries on, whether or not they are wanted; null when the way ends before. With a column of `activity` it is
 * the end of all that have the same value.
 */
export function placeAt(
  { connection }: Grid,
  { column, descending, after, confines }: Way,
  length: number,
): Place | null {
  const { from, isInGrid } = indexedTable(column)
  const value = reference(column)
  const nth = (place: Place | null) => ({
    holds: allOf([isInGrid, ...onStretch(confines, { descending, after: place, until: null })]),
    limit: sql`LIMIT 1 OFFSET ${length - 1}`,
  })
  if (isOfActivity(column)) {
    const { holds, limit } = nth(after && beginningOf(after.value, descending))
    const found = connection.first(sql<{ value: ColumnValue }>`
      SELECT ${value} AS value FROM ${from} WHERE ${holds} ORDER BY ${inDirection(value, descending)} ${limit}`)
    return found ? endOf(found.value, descending) : null
  }
  const { holds, limit } = nth(after)
  const found = connection.first(sql<Place>`
    SELECT ${value} AS value, s.id AS id FROM ${from} WHERE ${holds}
    ORDER BY ${inDirection(value, descending)}, ${inDirection(sql`s.id`, descending)} ${limit}`)
  return found ?? null
}

/** What has expired by now is not there, whether or not a sweep has ended it. */
export function isPresent(
  { now }: Pick<Grid, 'now'>,
  number: RawBuilder<number>,
  hasActivity: boolean,
): RawBuilder<unknown> {
  return hasActivity
    ? sql`(a.deadline > ${now} OR a.is_open = 0)`
    : sql`${number} NOT IN (
        SELECT session_number FROM activity INDEXED BY activity_by_deadline
        WHERE in_grid = 1 AND deadline <= ${now} AND is_open = 1)`
}

function needsActivity({ sortColumns, hasBacklog }: Grid, conditions: readonly Condition[]): boolean {
  return hasBacklog || sortColumns.some(isOfActivity) || conditions.some((condition) => condition.needsActivity)
}

type EntryRow = { number: number; id: string; first: ColumnValue; second: ColumnValue }

function selected({ sortColumns: [first, second] }: Grid, number: RawBuilder<number>) {
  const valueOf = (column: GridColumn | undefined) => (column ? reference(column) : sql`0`)
  return sql`${number} AS number, s.id AS id, ${valueOf(first)} AS first, ${valueOf(second)} AS second`
}

function entries({ connection, sortColumns }: Grid, statement: RawBuilder<unknown>): Entry[] {
  return connection
    .all(sql<EntryRow>`${statement}`)
    .map(({ number, id, first, second }) => ({ number, id, values: [first, second].slice(0, sortColumns.length) }))
}

function inDirection(expression: RawBuilder<unknown>, descending: boolean): RawBuilder<unknown> {
  return descending ? sql`${expression} DESC` : sql`${expression}`
}
