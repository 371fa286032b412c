/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows of a virtual grid are positioned one by one; those of a table are not */
import type { Ending, SessionView, Sort } from '@curfew/contract'
import { type CSSProperties, type Dispatch, type ReactNode, type RefObject, useMemo, useRef } from 'react'
import { leastWidth, printTracks, shownColumns } from './columns.ts'
import { GridHeader } from './GridHeader.tsx'
import { GridRow } from './GridRow.tsx'
import css from './SessionGrid.module.css'
import { isSelected, type SelectionAction, type SelectionState } from './selection.ts'
import { pressHeader } from './sorting.ts'
import { useColumnWidths } from './use-column-widths.ts'
import { useGridDoings } from './use-grid-doings.ts'
import { useGridFocus } from './use-grid-focus.ts'
import { useVirtualRows } from './use-virtual-rows.ts'
import { words } from './words.ts'

export type GridProps = {
  /** In the order in which they are shown. */
  readonly rows: readonly SessionView[]
  /** How many match in all, loaded or not; null: not known yet. */
  readonly total: number | null
  /** Rows that are over, and why; `null`: nobody said. */
  readonly endings: ReadonlyMap<string, Ending | null>
  readonly selection: SelectionState
  readonly select: Dispatch<SelectionAction>
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly hrefOf: (sessionId: string) => string
  readonly onOpen: (sessionId: string) => void
  /** The button beside *came back* was pressed. */
  readonly onKeepOut: (sessionId: string) => void
  /** The last rows come into view. */
  readonly onNearEnd: () => void
  readonly onInView: (sessionIds: readonly string[]) => void
  /** The rows belong to the search before this one. */
  readonly isBusy: boolean
  /** The tray of the closures lies over its corner: the last row must be able to come out from under it. */
  readonly isUnderTray: boolean
  /** Rows are cards, and the page around them scrolls. */
  readonly isNarrow: boolean
  readonly page: RefObject<HTMLElement | null>
  /** What of that page stands above the cards. */
  readonly above: RefObject<HTMLElement | null>
  /** For those who send the focus here: the search field, a dialog that is done. */
  readonly handle: RefObject<GridHandle | null>
  /** What stands below the last row. */
  readonly foot: ReactNode
}
export type GridHandle = {
  readonly takeFocus: () => void
  /** To the first row of a list that was read anew. */
  readonly begin: () => void
  readonly press: (key: 'j' | 'k' | 'x') => void
}

const headerHeight = 34
const rowHeights = { row: 33, card: 146 }

/** The sessions as a grid (WAI-ARIA APG, grid pattern): one tab stop, arrows inside, only what is in view exists. */
export function SessionGrid(props: GridProps) {
  const { rows, total, endings, selection, sort, isNarrow } = props
  const { widths, resize, fit } = useColumnWidths()
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => rows.map((session) => session.id), [rows])
  const rowHeight = isNarrow ? rowHeights.card : rowHeights.row

  const focus = useGridFocus(ids, shownColumns.length, !isNarrow)
  const virtual = useVirtualRows({
    ids,
    rowHeight,
    focusedRow: focus.position.row,
    scroller: isNarrow ? props.page : scroller,
    body,
    stickyHeight: isNarrow ? 0 : headerHeight,
    above: isNarrow ? props.above : null,
    onNearEnd: props.onNearEnd,
    onInView: props.onInView,
  })
  const toTop = () => (isNarrow ? props.page : scroller).current?.scrollTo({ top: 0 })
  const doings = useGridDoings({ ...props, ids, columns: shownColumns, grid, focus, virtual, resize, toTop })

  const measures: CSSProperties = {
    '--tracks': printTracks(shownColumns, widths),
    '--least-width': `${leastWidth(shownColumns, widths)}px`,
    '--header-height': `${headerHeight}px`,
    '--row-height': `${rowHeight}px`,
  }

  return (
    <div
      ref={scroller}
      className={css['scroller']}
      data-cards={isNarrow || undefined}
      data-tray={props.isUnderTray || undefined}
      style={measures}
    >
      <div
        ref={grid}
        role="grid"
        aria-label={words.title}
        aria-rowcount={total === null ? -1 : Math.max(total, rows.length) + 1}
        aria-colcount={shownColumns.length}
        aria-multiselectable
        aria-busy={props.isBusy || undefined}
        className={css['grid']}
        {...doings.handlers}
      >
        {!isNarrow && (
          <GridHeader
            columns={shownColumns}
            sort={sort}
            focusedColumn={focus.position.row === -1 ? focus.position.column : null}
            selected={doings.selectedOfLoaded}
            onSelectAll={doings.toggleLoaded}
            onSort={(column, adds) => props.onSort(pressHeader(sort, column, adds))}
            onResize={resize}
            onFit={fit}
          />
        )}
        <div ref={body} role="rowgroup" className={css['body']} style={{ blockSize: virtual.height }}>
          {virtual.items.map(({ index, top }) => {
            const session = rows[index]
            if (!session) return null
            return (
              <GridRow
                key={session.id}
                columns={shownColumns}
                session={session}
                ending={endings.get(session.id)}
                row={index}
                top={top}
                isSelected={!endings.has(session.id) && isSelected(selection.selection, session.id)}
                focusedColumn={index === focus.position.row ? focus.position.column : null}
                href={props.hrefOf(session.id)}
              />
            )
          })}
        </div>
      </div>
      {props.foot}
    </div>
  )
}
