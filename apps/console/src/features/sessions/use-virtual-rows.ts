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
  /** What else scrolls with the rows, above them; null: nothing does. */
  readonly above: RefObject<HTMLElement | null> | null
  readonly onNearEnd: () => void
  readonly onInView: (ids: readonly string[]) => void
}

/** So many rows before the last one the next page is asked for: at full speed nobody meets the end. */
const rowsAhead = 40

/** Which rows exist: those in view, a few around them, and the focused one wherever it is. */
export function useVirtualRows(props: Props) {
  const { ids, rowHeight, focusedRow, scroller, onNearEnd, onInView } = props
  const offset = useOffset(props)

  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled by the React Compiler
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
    if (Math.max(endIndex, focusedRow) >= ids.length - rowsAhead) onNearEnd()
  }, [endIndex, focusedRow, ids, onNearEnd])
  useEffect(() => onInView(ids.slice(startIndex, endIndex + 1)), [ids, startIndex, endIndex, onInView])

  return {
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - offset })),
    height: virtualizer.getTotalSize(),
    pageRows: () =>
      Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - props.stickyHeight) / rowHeight) - 1),
  }
}

/** How far below the beginning of what scrolls the rows begin, in CSS px. Chips, banners and notices come and go there. */
function useOffset({ scroller, body, stickyHeight, above }: Props): number {
  const [offset, setOffset] = useState(stickyHeight)
  useLayoutEffect(() => {
    if (!above?.current) return
    const measure = () => {
      if (!scroller.current || !body.current) return
      const top = body.current.getBoundingClientRect().top - scroller.current.getBoundingClientRect().top
      setOffset(Math.round(top + scroller.current.scrollTop))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(above.current)
    return () => observer.disconnect()
  }, [above, scroller, body])
  return above === null ? stickyHeight : offset
}
