import { type RawBuilder, sql } from 'kysely'
import { allOf, type Condition } from './conditions.ts'
import type { Connection } from './connection.ts'
import { type GridColumn, indexedTable, isOfActivity, reference } from './grid-columns.ts'
import type { ColumnValue } from './intervals.ts'
import { type Confines, liesBeyond, type Place, partsOf } from './stretches.ts'

/** What a page is read in: the search's moment, and the columns that its sort needs the values of. */
export type Grid = {
  readonly connection: Connection
  readonly now: number
  readonly sortColumns: readonly GridColumn[]
  /** So many have expired without being swept that to list them costs more than to look at each. */
  readonly hasBacklog: boolean
}

/** Where a session stands: its values for the sort, and its number. */
export type Entry = { readonly number: number; readonly values: readonly ColumnValue[] }

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
  const found: Entry[] = []
  for (const part of partsOf(confines, { descending, after, until })) {
    const holds = allOf([
      isInGrid,
      ...part,
      ...others.map(({ holds }) => holds),
      isPresent(grid, number, judgesActivity(grid, others)),
    ])
    const statement = sql`
      SELECT ${selected(grid, number)} FROM ${joined} WHERE ${holds}
      ORDER BY ${inOrder(column, descending)} LIMIT ${limit - found.length}`
    found.push(...entries(grid, statement))
    if (found.length >= limit) break
  }
  return found
}

/** From candidates that were looked up, all of them, sorted. `others` must hold every condition. */
export function gather(
  grid: Grid,
  { column, descending, after, others, limit }: Way,
  sessions: RawBuilder<unknown>,
): Entry[] {
  const hasActivity = isOfActivity(column) || needsActivity(grid, others)
  const number = sql<number>`s.number`
  const holds = allOf([
    ...(after ? [liesBeyond(column, after, descending)] : []),
    ...others.map(({ holds }) => holds),
    isPresent(grid, number, hasActivity),
  ])
  return entries(
    grid,
    sql`
      SELECT ${selected(grid, number)}
      FROM ${sessions}
      ${hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``}
      WHERE ${holds}
      ORDER BY ${inOrder(column, descending)} LIMIT ${limit}`,
  )
}

/** The place so many entries on, whether or not they are wanted; null when the way ends before. */
export function placeAt(
  { connection }: Grid,
  { column, descending, after, confines }: Way,
  length: number,
): Place | null {
  const { from, isInGrid, number } = indexedTable(column)
  let left = length
  for (const part of partsOf(confines, { descending, after, until: null })) {
    const holds = allOf([isInGrid, ...part])
    const found = connection.first(sql<Place>`
      SELECT ${reference(column)} AS value, ${number} AS number FROM ${from} WHERE ${holds}
      ORDER BY ${inOrder(column, descending)} LIMIT 1 OFFSET ${left - 1}`)
    if (found) return found
    const passed = connection.first(sql<{ count: number }>`SELECT count(*) AS count FROM ${from} WHERE ${holds}`)
    left -= passed?.count ?? 0
  }
  return null
}

/**
 * What has expired by now is not there, whether or not a sweep has ended it.
 *
 * @param hasActivity whether the activity `a` is looked at in any case
 */
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

function needsActivity(grid: Grid, conditions: readonly Condition[]): boolean {
  return judgesActivity(grid, conditions) || grid.sortColumns.some(isOfActivity)
}

/** Whether more is asked of the activity than what the session is sorted by. */
function judgesActivity({ hasBacklog }: Grid, conditions: readonly Condition[]): boolean {
  return hasBacklog || conditions.some((condition) => condition.needsActivity)
}

type EntryRow = { number: number; first: ColumnValue; second: ColumnValue }

function selected({ sortColumns: [first, second] }: Grid, number: RawBuilder<number>) {
  const valueOf = (column: GridColumn | undefined) => (column ? reference(column) : sql`0`)
  return sql`${number} AS number, ${valueOf(first)} AS first, ${valueOf(second)} AS second`
}

function entries({ connection, sortColumns }: Grid, statement: RawBuilder<unknown>): Entry[] {
  return connection
    .all(sql<EntryRow>`${statement}`)
    .map(({ number, first, second }) => ({ number, values: [first, second].slice(0, sortColumns.length) }))
}

function inOrder(column: GridColumn, descending: boolean): RawBuilder<unknown> {
  const direction = sql.raw(descending ? ' DESC' : '')
  return sql`${reference(column)}${direction}, ${indexedTable(column).number}${direction}`
}
