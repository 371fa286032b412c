import { type RawBuilder, sql } from 'kysely'
import { type GridColumn, indexedTable, reference } from './grid-columns.ts'
import { type ColumnValue, compareValues, type Interval, within } from './intervals.ts'
import { listed } from './session-rows.ts'

/** An instant in an order: a value, and a session's number within it. */
export type Place = { readonly value: ColumnValue; readonly number: number }

/** Where a walk is confined to: an interval of its column, and sometimes single values of it. */
export type Confines = { readonly interval: Interval; readonly values?: readonly ColumnValue[] }

/** From where, exclusively, up to where, inclusively; null: from its beginning, to its end. */
export type Stretch = { readonly descending: boolean; readonly after: Place | null; readonly until: Place | null }

/** A part of a stretch, as conditions: of several values, or of one value and some of its numbers. */
export type Part = readonly RawBuilder<unknown>[]

/**
 * A stretch of the confines in parts, in its order: the rest of the value that it begins in, the values in between, the beginning
 * of the value that it ends in. For SQLite finds a number within one value of an index at once, and walks to it when it is
 * asked for values and numbers together: measured among a third of a million with the same value, 0.1 ms against 27.
 */
export function partsOf(confines: Confines, { descending, after, until }: Stretch): Part[] {
  const { interval } = confines
  const { column } = interval
  const number = indexedTable(column).number
  const beyond = (place: Place) => sql`${number} ${sql.raw(descending ? '<' : '>')} ${place.number}`
  const upTo = (place: Place) => sql`${number} ${sql.raw(descending ? '>=' : '<=')} ${place.number}`
  const ofOneValue = ({ value }: Place, numbers: Part) => [
    sql`${reference(column)} = ${value}`,
    ...numbers,
    ...confinedTo(confines),
  ]
  if (after && until && compareValues(after.value, until.value) === 0)
    return [ofOneValue(after, [beyond(after), upTo(until)])]
  return [
    ...(after ? [ofOneValue(after, [beyond(after)])] : []),
    between(confines, { descending, after, until }),
    ...(until ? [ofOneValue(until, [upTo(until)])] : []),
  ]
}

/** Beyond a place, as one condition on a session that is found in another way. */
export function liesBeyond(column: GridColumn, place: Place, descending: boolean): RawBuilder<unknown> {
  return sql`(${reference(column)}, ${indexedTable(column).number}) ${sql.raw(descending ? '<' : '>')} (${place.value}, ${place.number})`
}

/** The place has chosen where the planner is to begin; but for a plus it might begin elsewhere. */
function confinedTo({ interval, values }: Confines): Part {
  return [...within(interval), ...(values ? [sql`+${reference(interval.column)} IN ${listed(values)}`] : [])]
}

/** For each end one condition, the tightest, so that the planner has no choice of where to begin. */
function between({ interval: { column, low, high }, values }: Confines, { descending, after, until }: Stretch): Part {
  const [lowest, highest] = descending ? [until, after] : [after, until]
  const isAbove = lowest && (!low || compareValues(lowest.value, low.value) >= 0)
  const isBelow = highest && (!high || compareValues(highest.value, high.value) <= 0)
  const left = {
    column,
    ...(isAbove ? { low: { value: lowest.value, isOpen: true } } : low && { low }),
    ...(isBelow ? { high: { value: highest.value, isOpen: true } } : high && { high }),
  }
  if (!values) return within(left)
  const among = values.filter(
    (value) =>
      (!lowest || compareValues(value, lowest.value) > 0) && (!highest || compareValues(value, highest.value) < 0),
  )
  return [
    sql`${reference(column)} IN ${listed(among)}`,
    ...within({ column, ...(low && { low }), ...(high && { high }) }),
  ]
}
