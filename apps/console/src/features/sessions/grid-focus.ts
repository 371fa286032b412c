/** The cell that has the grid's one tab stop. Row -1 is the header. */
export type Position = { readonly row: number; readonly column: number }

export type Extent = {
  readonly rows: number
  readonly columns: number
  /** How many rows a page up or down passes over. */
  readonly pageRows: number
}

/** What a key press asks the grid to do. */
export type Stroke = {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/**
 * Where a key takes the focus, by the grid pattern of WAI-ARIA APG with `j` and `k` added; null when it does not move it.
 * The edges hold: nothing wraps around.
 */
export function moveFocus(from: Position, stroke: Stroke, extent: Extent): Position | null {
  if (stroke.altKey) return null
  const lastRow = extent.rows - 1
  const far = stroke.ctrlKey || stroke.metaKey
  const to = (row: number, column: number) => hold({ row, column }, extent)

  switch (stroke.key) {
    case 'ArrowDown':
      return far ? to(lastRow, from.column) : to(from.row + 1, from.column)
    case 'ArrowUp':
      return far ? to(0, from.column) : to(from.row - 1, from.column)
    case 'ArrowRight':
      return to(from.row, far ? extent.columns - 1 : from.column + 1)
    case 'ArrowLeft':
      return to(from.row, far ? 0 : from.column - 1)
    case 'Home':
      return to(0, from.column)
    case 'End':
      return to(lastRow, from.column)
    case 'PageDown':
      return to(from.row + extent.pageRows, from.column)
    case 'PageUp':
      return to(Math.max(0, from.row - extent.pageRows), from.column)
  }
  if (far || stroke.shiftKey) return null
  if (stroke.key === 'j') return to(from.row + 1, from.column)
  if (stroke.key === 'k') return to(Math.max(0, from.row - 1), from.column)
  return null
}

/** The nearest cell that exists. */
export function hold(position: Position, extent: Pick<Extent, 'rows' | 'columns'>): Position {
  return {
    row: Math.max(-1, Math.min(position.row, extent.rows - 1)),
    column: Math.max(0, Math.min(position.column, extent.columns - 1)),
  }
}

/**
 * The rows to render: those in view, and the focused one wherever it is, so that scrolling never takes the focus away.
 *
 * @param inView ascending
 */
export function withFocusedRow(inView: readonly number[], focusedRow: number, rows: number): number[] {
  if (focusedRow < 0 || focusedRow >= rows || inView.includes(focusedRow)) return [...inView]
  return [...inView, focusedRow].sort((a, b) => a - b)
}
