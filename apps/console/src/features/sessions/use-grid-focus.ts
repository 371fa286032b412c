import { useCallback, useMemo, useState } from 'react'
import { hold, type Position } from './grid-focus.ts'

/** The focused cell as it is remembered: by session, so that it survives rows coming and going above it. */
type Remembered = Position & { readonly id: string | null }

/** Column 0 is the checkbox; the tab stop starts at the first session's user ID. */
const start: Remembered = { id: null, row: 0, column: 1 }

export type GridFocus = ReturnType<typeof useGridFocus>

/**
 * Which cell has the tab stop. It is remembered by session and column; when that session is not among the rows any
 * more, the row that took its place has it.
 *
 * @param ids the rows in order
 * @param hasHeader whether row -1 can be reached
 */
export function useGridFocus(ids: readonly string[], columns: number, hasHeader: boolean) {
  const [remembered, setRemembered] = useState(start)
  const rowOf = useMemo(() => new Map(ids.map((id, row) => [id, row])), [ids])

  const row = (remembered.id === null ? undefined : rowOf.get(remembered.id)) ?? remembered.row
  const held = hold({ row, column: remembered.column }, { rows: ids.length, columns })
  const position: Position = { row: hasHeader ? held.row : Math.max(0, held.row), column: held.column }

  const moveTo = useCallback(
    ({ row, column }: Position) => {
      const id = ids[row] ?? null
      setRemembered((before) =>
        before.id === id && before.row === row && before.column === column ? before : { id, row, column },
      )
    },
    [ids],
  )
  /** Whatever session is going to be the first. */
  const moveToFirst = useCallback(() => setRemembered(({ column }) => ({ id: null, row: 0, column })), [])
  return { position, rowOf, moveTo, moveToFirst }
}
