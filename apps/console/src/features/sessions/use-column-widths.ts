import { useCallback, useState } from 'react'
import { type Column, readWidths, type Widths, withWidth } from './columns.ts'

const keptAs = 'curfew.sessions.column-widths'

/** The widths this administrator chose in this browser. A browser that keeps nothing still resizes. */
export function useColumnWidths() {
  const [widths, setWidths] = useState(() => readWidths(read()))

  const change = useCallback((next: (before: Widths) => Widths) => {
    setWidths((before) => {
      const after = next(before)
      keep(after)
      return after
    })
  }, [])
  const resize = useCallback((column: Column, width: number) => change((w) => withWidth(w, column, width)), [change])
  const fit = useCallback((column: Column) => change(({ [column.id]: _chosen, ...others }) => others), [change])
  return { widths, resize, fit }
}

function read(): string | null {
  try {
    return localStorage.getItem(keptAs)
  } catch {
    return null
  }
}

function keep(widths: Widths) {
  try {
    localStorage.setItem(keptAs, JSON.stringify(widths))
  } catch {
    // Storage is full or forbidden: the widths last as long as the page.
  }
}
