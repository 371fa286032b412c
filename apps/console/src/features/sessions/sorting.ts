import type { Sort, SortField, SortKey } from '@curfew/contract'
import type { Column } from './columns.ts'

/**
 * The sort after a header was pressed. Pressed alone, that column becomes the only key, or turns around when it is one.
 * Pressed with shift it becomes the second key, or turns around where it stands.
 */
export function pressHeader(sort: Sort, column: Column, adds: boolean): Sort {
  if (column.sort === null) return sort
  const [first, second] = sort
  const turned = (key: SortKey): SortKey => ({ field: key.field, descending: !key.descending })
  const fresh: SortKey = { field: column.sort, descending: column.descendingFirst }

  if (!adds) return [first.field === column.sort ? turned(first) : fresh]
  if (first.field === column.sort) return second ? [turned(first), second] : [turned(first)]
  return [first, second?.field === column.sort ? turned(second) : fresh]
}

/** How the rows are sorted by a field: its direction, and whether it is the first or the second key. */
export function sortOf(sort: Sort, field: SortField | null): { descending: boolean; rank: 1 | 2 } | null {
  const [first, second] = sort
  if (first.field === field) return { descending: first.descending, rank: 1 }
  if (second?.field === field) return { descending: second.descending, rank: 2 }
  return null
}
