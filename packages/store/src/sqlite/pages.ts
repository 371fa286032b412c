import type { Sort, SortField } from '@curfew/contract'
import type { Page, PageRequest, Session } from '@curfew/registry'
import { sql } from 'kysely'
import { comparePositions, type Position, parsePosition, printPosition } from '../session-order.ts'
import { type Condition, conditionsOf, lyingIn } from './conditions.ts'
import { type Connection, inSnapshot } from './connection.ts'
import { columnOf, type GridColumn } from './grid-columns.ts'
import { type ColumnValue, exactly } from './intervals.ts'
import { placed } from './placing.ts'
import { sessionsByNumber } from './session-reads.ts'
import type { Entry, Grid } from './ways.ts'

/** More than this and they are no longer listed one by one. */
const manyExpired = 1_000

export function readPage(connection: Connection, request: PageRequest): Page<Session> {
  return inSnapshot(connection, () => {
    const { sort, limit } = request
    const after = request.cursor === null ? null : placeOf(parsePosition(sort, request.cursor))
    const order = orderOf(connection, request)
    const entries = inOrder(order, order.keys, conditionsOf(connection, request), after, limit + 1)
    const last = entries[limit - 1]
    return {
      items: sessionsByNumber(
        connection,
        entries.slice(0, limit).map(({ number }) => number),
      ),
      nextCursor: last && entries.length > limit ? printPosition(sort, positionOf(sort, last)) : null,
    }
  })
}

export function hasManyExpired(connection: Connection, now: Date): boolean {
  const counted = connection.first(sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM activity INDEXED BY activity_by_deadline
      WHERE in_grid = 1 AND deadline <= ${now.getTime()} LIMIT ${manyExpired + 1})`)
  return (counted?.count ?? 0) > manyExpired
}

type Key = { readonly column: GridColumn; readonly descending: boolean; readonly index: number }
type After = Entry

type Order = {
  readonly grid: Grid
  readonly keys: readonly Key[]
  /** Ties by number, in the first key's direction. */
  readonly numberDescending: boolean
  readonly compare: (one: Entry, other: Entry) => number
  /** The last group that was gone into: its column has one value there, and its index has the numbers in order. */
  readonly group?: { readonly column: GridColumn; readonly value: ColumnValue }
}

function orderOf(connection: Connection, { sort, now }: Pick<PageRequest, 'sort' | 'now'>): Order {
  const keys = sort.map(({ field, descending }, index) => ({ column: columnOf(field), descending, index }))
  const compare = comparePositions(sort)
  const sortColumns = keys.map(({ column }) => column)
  return {
    grid: { connection, now: now.getTime(), sortColumns, hasBacklog: hasManyExpired(connection, now) },
    keys,
    numberDescending: sort[0].descending,
    compare: (one, other) => compare([...one.values, one.number], [...other.values, other.number]),
  }
}

/**
 * The first entries in the order of several keys.
 *
 * An index has one key's order and no more. So the page is put together of groups with the same first value: the rest of
 * the group that the page before ended in, then whole groups, which are sorted here, then the beginning of the last one.
 * Within a group the other keys are the whole order.
 */
function inOrder(
  order: Order,
  keys: readonly Key[],
  conditions: readonly Condition[],
  after: After | null,
  limit: number,
): Entry[] {
  const { grid, numberDescending, group } = order
  const [first, ...rest] = keys
  if (!first) {
    if (!group) throw new Error('A page has no order')
    const place = after && { value: group.value, number: after.number }
    return placed(grid, { column: group.column, descending: numberDescending, after: place, conditions, limit })
  }
  const { column, descending, index } = first
  if (rest.length === 0 && descending === numberDescending) {
    const place = after && { value: after.values[index] ?? 0, number: after.number }
    return placed(grid, { column, descending, after: place, conditions, limit })
  }

  const found = after ? within(after.values[index] ?? 0, after, limit) : []
  if (found.length >= limit) return found
  const wanted = limit - found.length
  const beyond = after ? [...conditions, lyingBeyond(grid.connection, first, after.values[index] ?? 0)] : conditions
  const entries = placed(grid, { column, descending, after: null, conditions: beyond, limit: wanted })
  const lastValue = entries.length < wanted ? undefined : entries.at(-1)?.values[index]
  const wholeGroups = entries.filter(({ values }) => values[index] !== lastValue)
  found.push(...wholeGroups.sort(order.compare))
  if (lastValue !== undefined) found.push(...within(lastValue, null, limit - found.length))
  return found

  function within(value: ColumnValue, place: After | null, most: number): Entry[] {
    const isInGroup = lyingIn(grid.connection, exactly(column, value))
    return inOrder({ ...order, group: { column, value } }, rest, [...conditions, isInGroup], place, most)
  }
}

function lyingBeyond(connection: Connection, { column, descending }: Key, value: ColumnValue): Condition {
  const end = { value, isOpen: true }
  return lyingIn(connection, descending ? { column, high: end } : { column, low: end })
}

/** No command in flight is null outside, and 0 in its column. */
function placeOf(position: Position): After {
  return { values: position.slice(0, -1).map((value) => value ?? 0), number: Number(position.at(-1)) }
}

function positionOf(sort: Sort, { values, number }: Entry): Position {
  return [...sort.map(({ field }, index) => outside(field, values[index] ?? 0)), number]
}

function outside(field: SortField, value: ColumnValue): ColumnValue | null {
  return field === 'commandStartedAt' && value === 0 ? null : value
}
