import { printSort, type Sort, type SortField } from '@curfew/contract'
import { compareText, type Session, sortValue } from '@curfew/registry'
import { type CursorValue, foreignCursor, parseCursor, printCursor } from './cursor.ts'

/**
 * Where a session stands in a sorted list: its value for each sort key, then its number, which rises with registration.
 * Times are in milliseconds. No command in flight is `null`, and stands before every time.
 */
export type Position = readonly [...values: CursorValue[], number: number]

export function positionOf(session: Session, number: number, sort: Sort): Position {
  return [...sort.map(({ field }) => sortValue(session, field)), number]
}

/** By each key in its direction; ties by number, in the first key's direction. */
export function comparePositions(sort: Sort): (one: Position, other: Position) => number {
  const directions = [...sort, sort[0]].map(({ descending }) => (descending ? -1 : 1))
  return (one, other) => {
    for (const [index, direction] of directions.entries()) {
      const difference = compareValues(one[index] ?? null, other[index] ?? null)
      if (difference !== 0) return difference * direction
    }
    return 0
  }
}

export function printPosition(sort: Sort, position: Position): string {
  return printCursor(printSort(sort), position)
}

/** @throws CurfewError `invalid-request`: no cursor, or one of another sort */
export function parsePosition(sort: Sort, cursor: string): Position {
  const values = parseCursor(cursor, printSort(sort), sort.length + 1)
  const number = values.at(-1)
  const fits = sort.every(({ field }, index) => isValueOf(field, values[index] ?? null))
  if (!fits || typeof number !== 'number') throw foreignCursor()
  return [...values.slice(0, -1), number]
}

/** Whether the field's values are times, and so numbers. */
export function isTime(field: SortField): boolean {
  return field.endsWith('At')
}

function isValueOf(field: SortField, value: CursorValue): boolean {
  if (value === null) return field === 'commandStartedAt'
  return typeof value === (isTime(field) ? 'number' : 'string')
}

function compareValues(one: CursorValue, other: CursorValue): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return compareText(String(one), String(other))
}
