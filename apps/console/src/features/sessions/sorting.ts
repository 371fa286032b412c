import type { Sort, SortKey } from '@curfew/contract'
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

/** How what a column shows is sorted: its direction, and whether it is the first or the second key. */
export function sortOf(sort: Sort, column: Column): { descending: boolean; rank: 1 | 2 } | null {
  const rank = column.sort === null ? -1 : sort.findIndex(({ field }) => field === column.sort)
  const key = sort[rank]
  if (!key) return null
  return { descending: key.descending !== column.isInverse, rank: rank === 0 ? 1 : 2 }
}
