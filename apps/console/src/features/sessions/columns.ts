import type { SortField } from '@curfew/contract'

export type ColumnId =
  | 'select'
  | 'userId'
  | 'name'
  | 'kind'
  | 'status'
  | 'clientAddress'
  | 'source'
  | 'securityDomain'
  | 'loggedOn'
  | 'lastActivity'
  | 'remaining'
  | 'command'

/**
 * One column of the grid. Its sort is of values on the server, never of what a cell prints.
 *
 * Adding one: a line here, its title in the catalogue, its content in `GridCell.tsx`.
 */
export type Column = {
  readonly id: ColumnId
  readonly sort: SortField | null
  /** What a first click on the header asks for: times start with the latest. */
  readonly descendingFirst: boolean
  /** What it shows grows as its sort field shrinks: the later the last activity, the shorter the idle time. */
  readonly isInverse: boolean
  /** Width in CSS px; spare room is shared in proportion to it, and nothing gets narrower than `minWidth`. */
  readonly width: number
  readonly minWidth: number
  readonly align: 'start' | 'end'
  readonly isHidden: boolean
}

const column = (
  id: ColumnId,
  sort: SortField | null,
  width: number,
  minWidth: number,
  more: Partial<Column> = {},
): Column => ({
  id,
  sort,
  width,
  minWidth,
  descendingFirst: false,
  isInverse: false,
  align: 'start',
  isHidden: false,
  ...more,
})

export const columns: readonly Column[] = [
  column('select', null, 40, 40),
  column('userId', 'userId', 172, 138),
  column('name', 'lastName', 140, 92),
  column('kind', 'kind', 222, 120),
  column('status', 'status', 196, 180),
  column('clientAddress', 'clientAddress', 140, 120),
  column('source', 'source', 136, 72),
  column('securityDomain', 'securityDomain', 140, 90, { isHidden: true }),
  column('loggedOn', 'loggedOnAt', 98, 86, { align: 'end', descendingFirst: true }),
  column('lastActivity', 'lastActivityAt', 72, 54, { align: 'end', isInverse: true }),
  column('remaining', 'expiresAt', 98, 88, { align: 'end' }),
  column('command', 'commandStartedAt', 170, 64, { descendingFirst: true }),
]

export const shownColumns: readonly Column[] = columns.filter((column) => !column.isHidden)

/** Widths that the administrator chose, in CSS px. */
export type Widths = Readonly<Partial<Record<ColumnId, number>>>

export const maxColumnWidth = 640

/** That column at that width, held between what is legible and what is sensible. */
export function withWidth(widths: Widths, column: Column, width: number): Widths {
  return { ...widths, [column.id]: Math.round(Math.min(maxColumnWidth, Math.max(column.minWidth, width))) }
}

/** The `grid-template-columns` that header and rows share. */
export function printTracks(shown: readonly Column[], widths: Widths): string {
  return shown
    .map((column) => {
      const chosen = widths[column.id]
      if (chosen !== undefined) return `${chosen}px`
      return column.id === 'select' ? `${column.width}px` : `minmax(${column.minWidth}px, ${column.width}fr)`
    })
    .join(' ')
}

/** How narrow the rows can get before the grid scrolls sideways, in CSS px. */
export function leastWidth(shown: readonly Column[], widths: Widths): number {
  return shown.reduce((sum, column) => sum + (widths[column.id] ?? column.minWidth), 0)
}

/** Widths as they were kept; what does not look like widths is passed over. */
export function readWidths(text: string | null): Widths {
  let kept: unknown
  try {
    kept = JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
  let widths: Widths = {}
  for (const [id, width] of Object.entries(kept ?? {})) {
    const known = columns.find((column) => column.id === id)
    if (known && typeof width === 'number' && Number.isFinite(width)) widths = withWidth(widths, known, width)
  }
  return widths
}
