import { compareText } from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import { type GridColumn, reference } from './grid-columns.ts'

export type ColumnValue = string | number
type End = { readonly value: ColumnValue; readonly isOpen: boolean }

/** Values of one column that lie together in its order. An end that is not given is where the column ends. */
export type Interval = { readonly column: GridColumn; readonly low?: End; readonly high?: End }

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

/** Of two ends on the same side, the one that lets fewer values in. `side` 1: the lower side; -1: the upper. */
function tighter(one: End | undefined, other: End | undefined, side: 1 | -1): End | undefined {
  if (!one || !other) return one ?? other
  const difference = compareValues(one.value, other.value) * side
  if (difference === 0) return one.isOpen ? one : other
  return difference > 0 ? one : other
}
