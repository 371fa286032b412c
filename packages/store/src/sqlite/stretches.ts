import { type RawBuilder, sql } from 'kysely'
import { type GridColumn, isOfActivity, reference } from './grid-columns.ts'
import { type ColumnValue, compareValues, type Interval, within } from './intervals.ts'
import { listed } from './session-rows.ts'

/** An instant in an order: a value, and an id within it. */
export type Place = { readonly value: ColumnValue; readonly id: string }

/** Where a walk is confined to: an interval of its column, and sometimes single values of it. */
export type Confines = { readonly interval: Interval; readonly values?: readonly ColumnValue[] }

/** From where, exclusively, up to where, inclusively; null: from its beginning, to its end. */
export type Stretch = { readonly descending: boolean; readonly after: Place | null; readonly until: Place | null }

/**
 * A stretch of the confines as conditions on a session `s`: for each end one, the tightest, so that the planner has no choice
 * of where to begin. Of single values those between the places are left; an index gives them in their order.
 */
export function onStretch(
  { interval, values }: Confines,
  { descending, after, until }: Stretch,
): RawBuilder<unknown>[] {
  const { column, low, high } = interval
  const direction = descending ? -1 : 1
  const start = descending ? high : low
  const isAfterStart = after && (!start || compareValues(after.value, start.value) * direction >= 0)
  const lowEnd = within({ column, ...(low && { low }) })
  const highEnd = within({ column, ...(high && { high }) })
  const beginning = isAfterStart
    ? [liesAt(column, descending ? '<' : '>', after, values !== undefined)]
    : descending
      ? highEnd
      : lowEnd
  const end = until
    ? [liesAt(column, descending ? '>=' : '<=', until, values !== undefined)]
    : descending
      ? lowEnd
      : highEnd
  if (!values) return [...beginning, ...end]
  const between = values.filter(
    (value) =>
      (!after || compareValues(value, after.value) * direction >= 0) &&
      (!until || compareValues(value, until.value) * direction <= 0),
  )
  return [sql`${reference(column)} IN ${listed(between)}`, ...beginning, ...end]
}

const leastId = ''
const greatestId = '\u{10ffff}'

/** After all that have the value, in a direction: what an index without ids can tell. */
export function endOf(value: ColumnValue, descending: boolean): Place {
  return { value, id: descending ? leastId : greatestId }
}

/** Before all that have the value. */
export function beginningOf(value: ColumnValue, descending: boolean): Place {
  return endOf(value, !descending)
}

/** @param hasValues single values are where the planner is to begin; but for a plus it might begin at the place */
function liesAt(
  column: GridColumn,
  comparison: '<' | '<=' | '>' | '>=',
  { value, id }: Place,
  hasValues: boolean,
): RawBuilder<unknown> {
  const here = reference(column)
  const compared = sql.raw(comparison)
  if (!isOfActivity(column))
    return hasValues
      ? sql`(+${here}, s.id) ${compared} (${value}, ${id})`
      : sql`(${here}, s.id) ${compared} (${value}, ${id})`
  const [strictly = ''] = comparison
  if (id === leastId || id === greatestId) {
    const hasValue = (id === leastId) === (strictly === '>')
    return sql`${here} ${sql.raw(hasValue ? `${strictly}=` : strictly)} ${value}`
  }
  return sql`(
    ${here} ${sql.raw(`${strictly}=`)} ${value} AND (${here} ${sql.raw(strictly)} ${value} OR s.id ${compared} ${id}))`
}
