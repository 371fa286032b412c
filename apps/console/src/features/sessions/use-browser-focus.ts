import { type RefObject, useLayoutEffect, useReducer, useRef } from 'react'
import type { Position } from './grid-focus.ts'

/**
 * Keeps the browser's focus on the cell that has the tab stop: after a move, and when the focused cell's element went
 * away under it. React swallows the blur of an element that it removes itself, so the grid still counts as focused then.
 * Until there are rows the header has the focus in their place.
 */
export function useBrowserFocus(grid: RefObject<HTMLElement | null>, position: Position, rows: number) {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0)
  const wanted = useRef<'in-place' | 'in-view' | null>(null)
  /** The header has the focus only for want of rows. */
  const standsIn = useRef(false)
  const isInside = useRef(false)

  useLayoutEffect(() => {
    const isLost = isInside.current && document.activeElement === document.body
    const hasCome = standsIn.current && isInside.current && rows > 0
    if (!wanted.current && !isLost && !hasCome) return
    const cell = grid.current?.querySelector(`[data-row="${position.row}"][data-column="${position.column}"]`)
    if (!(cell instanceof HTMLElement)) return
    cell.focus({ preventScroll: true })
    // The grid's scroll padding keeps it out from under the header.
    if (wanted.current === 'in-view') cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    wanted.current = null
    isInside.current = true
    standsIn.current = rows === 0
  })

  return {
    /** Focus the cell once it is rendered; a press of the mouse scrolls nothing under the cursor. */
    take: (how: 'in-place' | 'in-view') => {
      wanted.current = how
      renderAgain()
    },
    entered: () => {
      isInside.current = true
    },
    left: () => {
      isInside.current = false
    },
  }
}
