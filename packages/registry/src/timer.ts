import type { SetTimer } from './leases.ts'

export type { SetTimer }

/** Waiting as the runtime does it. */
export const realTimer: SetTimer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
