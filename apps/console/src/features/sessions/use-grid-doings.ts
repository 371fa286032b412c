import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useImperativeHandle,
  useMemo,
} from 'react'
import type { Column } from './columns.ts'
import { moveFocus, type Position } from './grid-focus.ts'
import type { GridProps } from './SessionGrid.tsx'
import { isSelected } from './selection.ts'
import { pressHeader } from './sorting.ts'
import { useBrowserFocus } from './use-browser-focus.ts'
import type { GridFocus } from './use-grid-focus.ts'

type Props = Pick<
  GridProps,
  'endings' | 'selection' | 'select' | 'sort' | 'onSort' | 'onOpen' | 'onKeepOut' | 'handle'
> & {
  readonly ids: readonly string[]
  readonly columns: readonly Column[]
  readonly grid: RefObject<HTMLElement | null>
  readonly focus: GridFocus
  readonly virtual: { readonly pageRows: () => number }
  readonly resize: (column: Column, width: number) => void
  readonly toTop: () => void
}

const resizeStep = 16

/** What keys and the mouse do in the grid. One listener serves all rows. */
export function useGridDoings(props: Props) {
  const { ids, columns, endings, selection, select, focus, virtual } = props
  const { position } = focus
  const browserFocus = useBrowserFocus(props.grid, position, ids.length)

  const open = useMemo(() => ids.filter((id) => !endings.has(id)), [ids, endings])
  const selectedOpen = useMemo(
    () => open.filter((id) => isSelected(selection.selection, id)).length,
    [open, selection.selection],
  )
  const selectedOfLoaded = selectedOpen === 0 ? 'none' : selectedOpen === open.length ? 'all' : 'some'
  const toggleLoaded = () => select({ type: selectedOfLoaded === 'all' ? 'remove' : 'add', ids: open })

  /** The rows from the anchor to that row, the anchor first, those that are over left out. */
  const rangeTo = (row: number): string[] => {
    const anchor = selection.anchor === null ? undefined : focus.rowOf.get(selection.anchor)
    const from = anchor ?? Math.max(0, position.row)
    const span = from <= row ? ids.slice(from, row + 1) : ids.slice(row, from + 1).reverse()
    return span.filter((id) => !endings.has(id))
  }
  const toggle = (row: number) => {
    const id = ids[row]
    if (id !== undefined && !endings.has(id)) select({ type: 'toggle', id })
  }

  const goTo = (to: Position, drawsRange: boolean) => {
    const id = ids[to.row]
    if (to.row !== position.row && id !== undefined)
      select(drawsRange ? { type: 'extend', ids: rangeTo(to.row) } : { type: 'anchor', id })
    focus.moveTo(to)
    browserFocus.take('in-view')
  }
  const move = (stroke: Parameters<typeof moveFocus>[1]) => {
    const extent = { rows: ids.length, columns: columns.length, pageRows: virtual.pageRows() }
    const to = moveFocus(position, stroke, extent)
    if (to) goTo(to, stroke.shiftKey && to.row !== position.row)
    return to !== null
  }

  const onHeaderKey = (event: KeyboardEvent<HTMLElement>, column: Column): boolean => {
    if (event.key === 'Enter' || event.key === ' ') {
      if (column.id === 'select') toggleLoaded()
      else props.onSort(pressHeader(props.sort, column, event.shiftKey))
      return true
    }
    const wider = event.key === 'ArrowRight' ? resizeStep : event.key === 'ArrowLeft' ? -resizeStep : 0
    if (!event.shiftKey || wider === 0 || !(event.target instanceof HTMLElement)) return false
    if (column.id !== 'select') props.resize(column, event.target.offsetWidth + wider)
    return true
  }

  const onRowKey = (event: KeyboardEvent<HTMLElement>, id: string): boolean => {
    const far = event.ctrlKey || event.metaKey
    if (far && event.key.toLowerCase() === 'a') select({ type: 'add', ids: open })
    else if (event.key === ' ' && event.shiftKey) select({ type: 'extend', ids: rangeTo(position.row) })
    else if (event.key === ' ' || (event.key === 'x' && !far)) toggle(position.row)
    else if (event.key === 'Enter') props.onOpen(id)
    else return false
    return true
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || event.target instanceof HTMLButtonElement) return
    const column = columns[position.column]
    const id = ids[position.row]
    const isDone =
      (position.row === -1 && column !== undefined && onHeaderKey(event, column)) ||
      (id !== undefined && onRowKey(event, id)) ||
      move(event)
    if (isDone) event.preventDefault()
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const cell = cellOf(event.target)
    if (!cell || cell.row < 0) return
    const id = ids[cell.row]
    // A button in a cell says itself what it does.
    const keepsOut = event.target instanceof Element && event.target.closest('[data-keeps-out]') !== null
    if (keepsOut) {
      if (id !== undefined) props.onKeepOut(id)
      return
    }
    const isLink = event.target instanceof Element && event.target.closest('[data-opens]') !== null
    // With Ctrl the browser opens it in another tab.
    if (isLink && (event.ctrlKey || event.metaKey)) return
    if (isLink) event.preventDefault()
    if (event.shiftKey) select({ type: 'extend', ids: rangeTo(cell.row) })
    else if (isLink && id !== undefined) props.onOpen(id)
    // Somebody who marks an address to copy it does not mean to select the row.
    else if (getSelection()?.isCollapsed !== false) toggle(cell.row)
    focus.moveTo(cell)
    browserFocus.take('in-place')
  }

  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    // A range is drawn over rows, not over their letters; and the cell has the focus, not the box in it.
    if (event.shiftKey || (event.target instanceof Element && event.target.closest('[role=checkbox]')))
      event.preventDefault()
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const cell = cellOf(event.target)
    if (!cell) return
    browserFocus.entered()
    // The header stands in for rows that are not there yet.
    if (cell.row === -1 && ids.length === 0) return
    // A press with shift draws a range from where the focus was: the click moves it.
    focus.moveTo(cell)
  }
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) browserFocus.left()
  }

  const takeFocus = () => goTo({ row: Math.max(0, position.row), column: position.column }, false)
  useImperativeHandle(props.handle, () => ({
    begin: () => {
      props.toTop()
      focus.moveToFirst()
      browserFocus.take('in-place')
    },
    takeFocus,
    press: (key) => {
      if (!props.grid.current?.contains(document.activeElement)) takeFocus()
      else if (key === 'x') toggle(position.row)
      else move({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false })
    },
  }))

  return { selectedOfLoaded, toggleLoaded, handlers: { onKeyDown, onClick, onMouseDown, onFocus, onBlur } } as const
}

function cellOf(target: EventTarget): Position | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
  if (!cell) return null
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) }
}
