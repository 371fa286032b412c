/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- the rows of a virtual grid are positioned one by one; those of a table are not; its keys are heard by the grid */
import type { Sort } from '@curfew/contract'
import { type PointerEvent, useRef } from 'react'
import { Hidden } from '../../ui/Hidden.tsx'
import type { Column } from './columns.ts'
import css from './GridHeader.module.css'
import { RowCheckbox } from './RowCheckbox.tsx'
import { sortOf } from './sorting.ts'
import { words } from './words.ts'

const signs = { none: 'off', some: 'mixed', all: 'on' } as const

type Props = {
  readonly columns: readonly Column[]
  readonly sort: Sort
  /** The column that has the tab stop, when the header has it. */
  readonly focusedColumn: number | null
  readonly selected: 'none' | 'some' | 'all'
  readonly onSelectAll: () => void
  readonly onSort: (column: Column, adds: boolean) => void
  readonly onResize: (column: Column, width: number) => void
  readonly onFit: (column: Column) => void
}

export function GridHeader(props: Props) {
  return (
    <div role="rowgroup" className={css['group']}>
      <div role="row" aria-rowindex={1} className={css['row']}>
        {props.columns.map((column, index) =>
          column.id === 'select' ? (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1}
              data-row={-1}
              data-column={index}
              tabIndex={props.focusedColumn === index ? 0 : -1}
              className={css['select']}
              onClick={props.onSelectAll}
            >
              <RowCheckbox state={signs[props.selected]} label={words.grid.selectLoaded} />
            </div>
          ) : (
            <HeaderCell key={column.id} {...props} column={column} index={index} />
          ),
        )}
      </div>
    </div>
  )
}

function HeaderCell({
  column,
  index,
  sort,
  focusedColumn,
  onSort,
  onResize,
  onFit,
}: Props & { readonly column: Column; readonly index: number }) {
  const sorted = sortOf(sort, column)
  const cell = useRef<HTMLDivElement>(null)
  const direction = sorted?.descending ? 'descending' : 'ascending'

  return (
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={index + 1}
      // ARIA knows one sorted column; the second key is said in words.
      aria-sort={sorted?.rank === 1 ? direction : 'none'}
      data-row={-1}
      data-column={index}
      data-sorted={sorted !== null || undefined}
      data-align={column.align}
      tabIndex={focusedColumn === index ? 0 : -1}
      title={words.grid.headerHint}
      className={css['cell']}
      onClick={(event) => onSort(column, event.shiftKey)}
    >
      <span className={css['title']}>{words.grid.columns[column.id]}</span>
      {sorted && (
        <span aria-hidden="true" className={css['direction']}>
          {sorted.descending ? '↓' : '↑'}
          {sort.length > 1 && <small>{sorted.rank}</small>}
        </span>
      )}
      {sorted?.rank === 2 && <Hidden>{words.grid.sortedSecond(sorted.descending)}</Hidden>}
      <ResizeHandle
        widthNow={() => cell.current?.offsetWidth ?? column.width}
        onResize={(width) => onResize(column, width)}
        onFit={() => onFit(column)}
      />
    </div>
  )
}

type HandleProps = {
  readonly widthNow: () => number
  readonly onResize: (width: number) => void
  readonly onFit: () => void
}

/** For the mouse and the thumb; the keyboard resizes with Shift and the arrows on the header itself. */
function ResizeHandle({ widthNow, onResize, onFit }: HandleProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null)

  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width: widthNow() }
  }
  const move = (event: PointerEvent<HTMLSpanElement>) => {
    if (drag.current) onResize(drag.current.width + event.clientX - drag.current.x)
  }
  return (
    <span
      aria-hidden="true"
      className={css['handle']}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null
      }}
      onPointerCancel={() => {
        drag.current = null
      }}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={onFit}
    />
  )
}
