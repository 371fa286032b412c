import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = Date.now()

/**
 * A text that depends on the time, such as *2 min*. It is worked out again every second, and its component renders
 * again only when the text is another one: a thousand cells can tick without rendering the grid.
 *
 * @param inWords pure; gets the time in ms since 1970
 */
export function useTicking(inWords: (nowMs: number) => string): string {
  return useSyncExternalStore(
    listen,
    useCallback(() => inWords(currentMs()), [inWords]),
  )
}

/** The time of the last tick. Steady between ticks, so that reading a text twice gives the same text. */
function currentMs(): number {
  if (listeners.size === 0 && Date.now() - nowMs >= 1000) nowMs = Date.now()
  return nowMs
}

/** The minute that it is now, for texts that depend on the day. */
export function useThisMinute(): Date {
  return new Date(Number(useTicking(minuteOf)))
}

const minuteOf = (ms: number) => String(ms - (ms % 60_000))

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tick, 1000)
    nowMs = Date.now()
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick() {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}
