import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { withFocusedRow } from './grid-focus.ts'

type Props = {
  readonly ids: readonly string[]
  readonly rowHeight: number
  readonly focusedRow: number
  readonly scroller: RefObject<HTMLElement | null>
  readonly body: RefObject<HTMLElement | null>
  /** What stays on top of the rows while they scroll, in CSS px. */
  readonly stickyHeight: number
  readonly onNearEnd: () => void
  readonly onInView: (ids: readonly string[]) => void
}

/** So many rows before the last one the next page is asked for: at full speed nobody meets the end. */
const rowsAhead = 40

/** Which rows exist: those in view, a few around them, and the focused one wherever it is. */
export function useVirtualRows(props: Props) {
  const { ids, rowHeight, focusedRow, scroller, body, stickyHeight, onNearEnd, onInView } = props
  const [offset, setOffset] = useState(stickyHeight)

  // Where the rows begin depends on what stands above them, and that changes with chips, banners and notices.
  useLayoutEffect(() => {
    if (!scroller.current || !body.current) return
    const above = body.current.getBoundingClientRect().top - scroller.current.getBoundingClientRect().top
    setOffset(Math.round(above + scroller.current.scrollTop - scroller.current.clientTop))
  })

  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    scrollMargin: offset,
    overscan: 12,
    rangeExtractor: useCallback(
      (range) => withFocusedRow(defaultRangeExtractor(range), focusedRow, range.count),
      [focusedRow],
    ),
  })
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])

  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: -1 }
  useEffect(() => {
    if (endIndex >= ids.length - rowsAhead) onNearEnd()
  }, [endIndex, ids, onNearEnd])
  useEffect(() => onInView(ids.slice(startIndex, endIndex + 1)), [ids, startIndex, endIndex, onInView])

  return {
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - offset })),
    height: virtualizer.getTotalSize(),
    pageRows: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - stickyHeight) / rowHeight) - 1),
  }
}
