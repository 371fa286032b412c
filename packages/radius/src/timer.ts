/** Run something later, in milliseconds. Returns a function that calls it off. */
export type SetTimer = (run: () => void, delayMs: number) => () => void

export type Clock = () => Date

/** Waiting as the runtime does it. */
export const realTimer: SetTimer = (run, delayMs) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
