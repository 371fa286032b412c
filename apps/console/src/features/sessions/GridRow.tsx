/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows of a virtual grid are positioned one by one; those of a table are not */
import type { SessionView } from '@curfew/contract'
import { memo } from 'react'
import type { Column } from './columns.ts'
import { type CellProps, GridCell } from './GridCell.tsx'
import css from './GridRow.module.css'
import { words } from './words.ts'

type Props = CellProps & {
  readonly columns: readonly Column[]
  /** 0-based among the rows that are loaded. */
  readonly row: number
  /** Distance from the top of the rows, in CSS px. */
  readonly top: number
  /** The column that has the tab stop, when this row has it. */
  readonly focusedColumn: number | null
  readonly session: SessionView
}

/** One session. Renders again only when something about it changed: scrolling past it does not. */
export const GridRow = memo(function GridRow({ columns, row, top, focusedColumn, ...cell }: Props) {
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={cell.isSelected}
      data-row-id={cell.session.id}
      data-over={cell.ending !== undefined || undefined}
      data-closing={cell.session.status === 'closing' || undefined}
      className={css['row']}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1}
          data-row={row}
          data-column={index}
          data-id={column.id}
          data-label={words.grid.columns[column.id]}
          data-align={column.align}
          tabIndex={focusedColumn === index ? 0 : -1}
          className={css['cell']}
        >
          <GridCell column={column.id} {...cell} />
        </div>
      ))}
    </div>
  )
})
