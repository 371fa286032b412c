import { type RawBuilder, sql } from 'kysely'
import { allOf, type Condition, countUpTo, lyingIn } from './conditions.ts'
import type { Connection } from './connection.ts'
import { type GridColumn, indexedTable, isOfActivity, reference } from './grid-columns.ts'
import { type ColumnValue, compareValues, exactly, type Interval, intersect, type Place, stretch } from './intervals.ts'

/** How far the index of the sort is walked, a stretch at a time, before the sessions are gathered instead; in *few*s. */
const stretches = [0.5, 2, 4]
/** More *few*s than this and gathering costs more than walking to the end. */
const mostGathered = 25

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

/** The order of one column, ties by id in the same direction: what an index has. */
export type Walk = {
  readonly column: GridColumn
  readonly descending: boolean
  readonly after: Place | null
  readonly conditions: readonly Condition[]
  readonly limit: number
}

/**
 * The first entries of a walk.
 *
 * Few candidates are gathered and sorted. Else the index is walked, which soon fills a page unless those that are wanted
 * lie far off; then they are gathered after all. What each costs at a million sessions is in decision note 3.
 */
export function placed(grid: Grid, walk: Walk): Entry[] {
  const chosen = walk.conditions.find(({ choices }) => choices?.column === walk.column)
  if (chosen) return placedByChoice(grid, walk, chosen)
  const narrow = narrowest(walk.conditions)
  if (narrow) return gathered(grid, walk, narrow)
  const isSelective = walk.conditions.some(({ interval }) => interval?.column !== walk.column)
  return isSelective ? searched(grid, walk) : walked(grid, walk, null)
}

/** Several values of the walked column itself: one after the other, in their order. */
function placedByChoice(grid: Grid, walk: Walk, chosen: Condition): Entry[] {
  const others = walk.conditions.filter((condition) => condition !== chosen)
  const values = (chosen.choices?.values ?? []).toSorted(compareValues)
  const found: Entry[] = []
  for (const value of walk.descending ? values.reverse() : values) {
    const conditions = [...others, lyingIn(grid.connection, exactly(walk.column, value))]
    found.push(...placed(grid, { ...walk, conditions, limit: walk.limit - found.length }))
    if (found.length >= walk.limit) break
  }
  return found
}

/** Those that meet the condition with the fewest sessions, when they are few. */
export function narrowest(conditions: readonly Condition[]): RawBuilder<{ number: number }> | undefined {
  let least: { few: number; numbers: RawBuilder<{ number: number }> } | undefined
  for (const { candidates } of conditions) {
    const { few, numbers } = candidates()
    if (few !== undefined && few < (least?.few ?? Infinity)) least = { few, numbers }
  }
  return least?.numbers
}

function searched(grid: Grid, walk: Walk): Entry[] {
  const found: Entry[] = []
  let after = walk.after
  for (const length of stretches) {
    const rest = { ...walk, after, limit: walk.limit - found.length }
    const until = placeAt(grid, rest, Math.ceil(length * grid.connection.fewSessions))
    found.push(...walked(grid, rest, until))
    if (!until || found.length >= walk.limit) return found
    after = until
  }
  const rest = { ...walk, after, limit: walk.limit - found.length }
  const fewest = leastGathered(grid, walk.conditions)
  return [...found, ...(fewest ? gathered(grid, rest, fewest) : walked(grid, rest, null))]
}

/** The same, when they are no more than can be gathered at all. */
export function leastGathered({ connection }: Pick<Grid, 'connection'>, conditions: readonly Condition[]) {
  const most = mostGathered * connection.fewSessions
  const counts = conditions.map(({ candidates }) => {
    const { numbers } = candidates()
    return { numbers, count: countUpTo(connection, numbers, most + 1) }
  })
  const [least] = counts.sort((one, other) => one.count - other.count)
  return least && least.count <= most ? least.numbers : undefined
}

/** The place so many entries on, whether or not they meet the conditions; null when the walk ends before. */
function placeAt({ connection }: Grid, { column, descending, after, conditions }: Walk, length: number): Place | null {
  const { from, isInGrid, id } = indexedTable(column)
  const way = stretch(intervalOn(column, conditions), id, { descending, after, until: null })
  const found = connection.first(sql<Place>`
    SELECT ${reference(column)} AS value, ${id} AS id FROM ${from} WHERE ${allOf([isInGrid, ...way])}
    ORDER BY ${inDirection(reference(column), descending)}, ${inDirection(id, descending)} LIMIT 1 OFFSET ${length - 1}`)
  return found ?? null
}

function walked(grid: Grid, { column, descending, after, conditions, limit }: Walk, until: Place | null): Entry[] {
  const { from, isInGrid, number, id } = indexedTable(column)
  const others = conditions.filter(({ interval }) => interval?.column !== column)
  const hasActivity = isOfActivity(column) || needsActivity(grid, others)
  const joined = isOfActivity(column)
    ? sql`${from} CROSS JOIN session AS s ON s.number = a.session_number`
    : sql`${from} ${hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``}`
  const holds = allOf([
    isInGrid,
    ...stretch(intervalOn(column, conditions), id, { descending, after, until }),
    ...others.map(({ holds }) => holds),
    isPresent(grid, number, hasActivity),
  ])
  return entries(
    grid,
    sql`
    SELECT ${selected(grid, number, id)} FROM ${joined} WHERE ${holds}
    ORDER BY ${inDirection(reference(column), descending)}, ${inDirection(id, descending)} LIMIT ${limit}`,
  )
}

function gathered(
  grid: Grid,
  { column, descending, after, conditions, limit }: Walk,
  numbers: RawBuilder<{ number: number }>,
): Entry[] {
  const hasActivity = isOfActivity(column) || needsActivity(grid, conditions)
  const [number, id] = [sql<number>`s.number`, sql<string>`s.id`]
  const holds = allOf([
    ...stretch({ column }, id, { descending, after, until: null }),
    ...conditions.map(({ holds }) => holds),
    isPresent(grid, number, hasActivity),
  ])
  return entries(
    grid,
    sql`
    SELECT ${selected(grid, number, id)}
    FROM (${numbers}) AS candidate CROSS JOIN session AS s ON s.number = candidate.number
    ${hasActivity ? sql`CROSS JOIN activity AS a ON a.session_number = s.number` : sql``}
    WHERE ${holds}
    ORDER BY ${inDirection(reference(column), descending)}, ${inDirection(id, descending)} LIMIT ${limit}`,
  )
}

type EntryRow = { number: number; id: string; first: ColumnValue; second: ColumnValue }

function selected({ sortColumns: [first, second] }: Grid, number: RawBuilder<number>, id: RawBuilder<string>) {
  const valueOf = (column: GridColumn | undefined) => (column ? reference(column) : sql`0`)
  return sql`${number} AS number, ${id} AS id, ${valueOf(first)} AS first, ${valueOf(second)} AS second`
}

function entries({ connection, sortColumns }: Grid, statement: RawBuilder<unknown>): Entry[] {
  return connection
    .all(sql<EntryRow>`${statement}`)
    .map(({ number, id, first, second }) => ({ number, id, values: [first, second].slice(0, sortColumns.length) }))
}

function needsActivity({ sortColumns, hasBacklog }: Grid, conditions: readonly Condition[]): boolean {
  return hasBacklog || sortColumns.some(isOfActivity) || conditions.some((condition) => condition.needsActivity)
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

function intervalOn(column: GridColumn, conditions: readonly Condition[]): Interval {
  return conditions
    .flatMap(({ interval }) => (interval?.column === column ? [interval] : []))
    .reduce(intersect, { column })
}

function inDirection(expression: RawBuilder<unknown>, descending: boolean): RawBuilder<unknown> {
  return descending ? sql`${expression} DESC` : sql`${expression}`
}
