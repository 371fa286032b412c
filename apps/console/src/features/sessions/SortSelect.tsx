import { parseSort, printSort, type Sort } from '@curfew/contract'
import { Select } from '../../ui/Select.tsx'
import { shownColumns } from './columns.ts'
import { words } from './words.ts'

/** The sort where there are no column headers to press: cards. */
export function SortSelect({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const text = words.toolbar
  const choices = shownColumns.flatMap((column): { id: string; label: string }[] => {
    if (column.sort === null) return []
    const name = words.grid.columns[column.id]
    const { sort: field } = column
    const [up, down] = column.isInverse ? [text.descending, text.ascending] : [text.ascending, text.descending]
    return [
      { id: field, label: up(name) },
      { id: `-${field}`, label: down(name) },
    ]
  })
  const current = printSort(sort)
  const isKnown = choices.some(({ id }) => id === current)
  return (
    <Select
      label={text.sortBy}
      isLabelHidden
      value={current}
      choices={isKnown ? choices : [...choices, { id: current, label: text.sortBy }]}
      onChange={(chosen) => onSort(parseSort(chosen))}
    />
  )
}
