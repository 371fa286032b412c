import { compareText } from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import { type GridColumn, reference } from './grid-columns.ts'
import { listed } from './session-rows.ts'

export type ColumnValue = string | number
type End = { readonly value: ColumnValue; readonly isOpen: boolean }

/** Values of one column that lie together in its order. An end that is not given is where the column ends. */
export type Interval = { readonly column: GridColumn; readonly low?: End; readonly high?: End }

/** An instant in a page's order: a value, and an id within it. */
export type Place = { readonly value: ColumnValue; readonly id: string }

export function exactly(column: GridColumn, value: ColumnValue): Interval {
  return { column, low: { value, isOpen: false }, high: { value, isOpen: false } }
}

/** All texts that begin like this, by code point. */
export function beginningWith(column: GridColumn, text: string): Interval {
  const after = textAfterAll(text)
  const low = { value: text, isOpen: false }
  return after === undefined ? { column, low } : { column, low, high: { value: after, isOpen: true } }
}

/** The least text that is above all texts that begin like this one; undefined when there is none. */
export function textAfterAll(text: string): string | undefined {
  const characters = Array.from(text)
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const point = last.codePointAt(0) ?? 0
    // Surrogates are no characters: the next one lies beyond them.
    if (point < 0x10ffff) return characters.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}

export function intersect(one: Interval, other: Interval): Interval {
  const low = tighter(one.low, other.low, 1)
  const high = tighter(one.high, other.high, -1)
  return { column: one.column, ...(low && { low }), ...(high && { high }) }
}

export function compareValues(one: ColumnValue, other: ColumnValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return compareText(String(one), String(other))
}

/** The interval as conditions. */
export function within({ column, low, high }: Interval): RawBuilder<unknown>[] {
  const value = reference(column)
  return [
    ...(low ? [low.isOpen ? sql`${value} > ${low.value}` : sql`${value} >= ${low.value}`] : []),
    ...(high ? [high.isOpen ? sql`${value} < ${high.value}` : sql`${value} <= ${high.value}`] : []),
  ]
}

/** Where a walk is confined to: an interval of its column, and sometimes single values of it. */
export type Confines = { readonly interval: Interval; readonly values?: readonly ColumnValue[] }

/**
 * The part of the confines after one place and up to another, in either direction: for each end one condition, the
 * tightest, so that the planner has no choice of where to begin. Of single values those between the places are left; an
 * index gives them in their order.
 */
export function stretch(
  { interval, values }: Confines,
  id: RawBuilder<string>,
  { descending, after, until }: { descending: boolean; after: Place | null; until: Place | null },
): RawBuilder<unknown>[] {
  const { column, low, high } = interval
  // The single values are where the planner is to begin; without the plus it might begin at the place.
  const place = values ? sql`(+${reference(column)}, ${id})` : sql`(${reference(column)}, ${id})`
  const direction = descending ? -1 : 1
  const start = descending ? high : low
  const isAfterStart = after && (!start || compareValues(after.value, start.value) * direction >= 0)
  const beginning = isAfterStart
    ? [descending ? sql`${place} < (${after.value}, ${after.id})` : sql`${place} > (${after.value}, ${after.id})`]
    : within(descending ? { column, ...(high && { high }) } : { column, ...(low && { low }) })
  const end = until
    ? [descending ? sql`${place} >= (${until.value}, ${until.id})` : sql`${place} <= (${until.value}, ${until.id})`]
    : within(descending ? { column, ...(low && { low }) } : { column, ...(high && { high }) })
  if (!values) return [...beginning, ...end]
  const between = values.filter(
    (value) =>
      (!after || compareValues(value, after.value) * direction >= 0) &&
      (!until || compareValues(value, until.value) * direction <= 0),
  )
  return [sql`${reference(column)} IN ${listed(between)}`, ...beginning, ...end]
}

/** Of two ends on the same side, the one that lets fewer values in. `side` 1: the lower side; -1: the upper. */
function tighter(one: End | undefined, other: End | undefined, side: 1 | -1): End | undefined {
  if (!one || !other) return one ?? other
  const difference = compareValues(one.value, other.value) * side
  if (difference === 0) return one.isOpen ? one : other
  return difference > 0 ? one : other
}
