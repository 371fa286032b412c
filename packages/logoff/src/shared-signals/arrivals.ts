import type { Signals } from '@curfew/registry'

/** Those who wait for something to be there, and whoever says that it may be. */
export type Arrivals = {
  readonly arrival: Signals['arrival']
  /** Something may be there: all look again. */
  readonly wake: () => void
}

export function createArrivals(): Arrivals {
  const waiting = new Set<() => void>()
  return {
    arrival(waitMs, signal) {
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          waiting.delete(end)
          resolve()
        }
        const timer = setTimeout(end, waitMs)
        if (signal.aborted) return end()
        signal.addEventListener('abort', end, { once: true })
        waiting.add(end)
      })
    },
    wake() {
      for (const end of Array.from(waiting)) end()
    },
  }
}
