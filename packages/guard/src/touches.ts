import type { Calls } from './calls.ts'

const flushMs = 1_000
const maxBatch = 1_000

/** Activity, gathered and told once a second. What cannot be told is told later, by the session's next activity. */
export function createTouches(calls: Pick<Calls, 'touch'>) {
  let active = new Map<string, number>()
  let isFlushing = false
  const timer = setInterval(() => void flush(), flushMs)
  timer.unref?.()

  async function flush() {
    if (active.size === 0 || isFlushing) return
    isFlushing = true
    const batch = [...active]
    active = new Map()
    for (let from = 0; from < batch.length; from += maxBatch) {
      const sessions = batch
        .slice(from, from + maxBatch)
        .map(([handle, at]) => ({ handle, at: new Date(at).toISOString() }))
      await calls.touch(sessions).catch(() => {})
    }
    isFlushing = false
  }

  return {
    /** @param at milliseconds since the epoch */
    note: (handle: string, at: number) => void active.set(handle, at),
    forget: (handle: string) => void active.delete(handle),
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
