import { type RawBuilder, sql } from 'kysely'
import { type Condition, numbered } from './conditions.ts'
import type { Connection } from './connection.ts'
import { type GridColumn, isIndexedBeside } from './grid-columns.ts'
import { intersect } from './intervals.ts'
import type { Confines, Place } from './stretches.ts'
import { type Entry, type Grid, gather, placeAt, type Way, walk } from './ways.ts'

/** How far the index of the sort is walked, a stretch at a time, before the sessions are gathered instead; in *few*s. */
const stretches = [0.02, 0.23, 0.75, 2]
const longestWalk = stretches.reduce((sum, length) => sum + length, 0)
/**
 * The same, where the sessions can be listed from an index that has all that is asked of them. In the order of logon they lie
 * beside each other, and walking costs least.
 */
const longestBesideList = ({ column }: Way) => (column === 'logged_on_at' ? 1.5 : 0.4)
/** More *few*s than this and gathering costs more than walking to the end. */
const mostGathered = 25

/** An order and what is wanted of it: by one column, ties by number in the same direction, as an index has it. */
export type Wanted = {
  readonly column: GridColumn
  readonly descending: boolean
  readonly after: Place | null
  readonly conditions: readonly Condition[]
  readonly limit: number
}

/**
 * The first entries of an order.
 *
 * Few candidates are gathered and sorted. Else the index is walked, which soon fills a page unless those that are wanted
 * lie far off; then they are gathered after all (docs/decisions/0003).
 */
export function placed(grid: Grid, { conditions, ...wanted }: Wanted): Entry[] {
  const narrow = narrowest(conditions)
  const onColumn = confinesOf(wanted.column, conditions)
  const way = { ...wanted, ...onColumn }
  if (narrow) return gather(grid, { ...way, others: conditions }, narrow)
  const list = soonListed(grid, conditions)
  return isIndexOnly(grid, way) && !list ? walk(grid, way, null) : search(grid, way, conditions, list)
}

/** Those that meet the condition with the fewest sessions, when they are few. */
export function narrowest(conditions: readonly Condition[]): RawBuilder<unknown> | undefined {
  let least: { few: number; sessions: RawBuilder<unknown> } | undefined
  for (const { candidates } of conditions) {
    const { few, sessions } = candidates()
    if (few !== undefined && few < (least?.few ?? Infinity)) least = { few, sessions }
  }
  return least?.sessions
}

/**
 * The same, when they are no more than can be gathered at all. They are looked up here, once, and kept in a temporary table:
 * what was asked for before is gone with the next time.
 */
export function leastGathered(
  connection: Connection,
  conditions: readonly Condition[],
): RawBuilder<unknown> | undefined {
  const [one, other] = [sql.ref('temp.candidate'), sql.ref('temp.other_candidate')]
  for (const table of ['candidate', 'other_candidate'])
    connection.exec(`CREATE TEMP TABLE IF NOT EXISTS ${table} (number INTEGER NOT NULL)`)
  let least: { table: RawBuilder<unknown>; count: number } | undefined
  for (const { candidates } of conditions) {
    // The best so far stays while the next one is tried.
    const table = least?.table === one ? other : one
    const most = least ? least.count - 1 : mostGathered * connection.fewSessions
    connection.run(sql`DELETE FROM ${table}`)
    const count = connection.run(
      sql`INSERT INTO ${table} (number) SELECT number FROM (${candidates().numbers} LIMIT ${most + 1})`,
    )
    if (count <= most) least = { table, count }
  }
  return least && numbered(sql`SELECT number FROM ${least.table}`)
}

/** All that meet the only condition, from an index that has what they are sorted by. */
function soonListed({ sortColumns }: Grid, [only, ...others]: readonly Condition[]): RawBuilder<unknown> | undefined {
  if (!only || others.length > 0 || !isIndexedBeside(only.column, sortColumns)) return undefined
  const { areSoonListed, sessions } = only.candidates()
  return areSoonListed === true ? sessions : undefined
}

/** What the conditions on the walked column itself confine the walk to, and the others. */
function confinesOf(column: GridColumn, conditions: readonly Condition[]): { confines: Confines; others: Condition[] } {
  const intervals = conditions.flatMap(({ interval }) => (interval?.column === column ? [interval] : []))
  const [single] = conditions.filter((condition) => condition.column === column && condition.values?.())
  const values = single?.values?.()
  return {
    confines: { interval: intervals.reduce(intersect, { column }), ...(values && { values }) },
    others: conditions.filter((condition) => condition.interval?.column !== column && condition !== single),
  }
}

/** @param list all that is searched, when it is soon listed */
function search(
  grid: Grid,
  way: Way,
  conditions: readonly Condition[],
  list: RawBuilder<unknown> | undefined,
): Entry[] {
  const found: Entry[] = []
  let { after } = way
  let walked = 0
  const longest = list ? longestBesideList(way) : longestWalk
  for (const length of stretches) {
    // With as much on the rest of the way as there was so far, would it fill the page?
    const isWorthwhile = walked === 0 || found.length * longest >= way.limit * walked
    if (!isWorthwhile) break
    const rest = { ...way, after, limit: way.limit - found.length }
    const until = placeAt(grid, rest, Math.ceil(length * grid.connection.fewSessions))
    found.push(...walk(grid, rest, until))
    if (!until || found.length >= way.limit) return found
    after = until
    walked += length
  }
  const rest = { ...way, after, limit: way.limit - found.length }
  if (list) return [...found, ...gather(grid, { ...rest, others: [] }, list)]
  const least = leastGathered(grid.connection, conditions)
  return [...found, ...(least ? gather(grid, { ...rest, others: conditions }, least) : walk(grid, rest, null))]
}

/**
 * All that is asked stands in the walked column itself, so that no session has to be fetched to be looked at: to walk all of
 * the index then costs less than to gather a fraction of it.
 */
function isIndexOnly({ hasBacklog, sortColumns }: Grid, { column, others }: Way): boolean {
  const isAllInIndex = others.every((condition) => condition.column === column && !condition.isFolding)
  return isAllInIndex && !hasBacklog && sortColumns.length === 1
}
