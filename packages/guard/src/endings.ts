import type { Calls } from './calls.ts'

const firstRetryMs = 500
const lastRetryMs = 30_000

/** Sessions whose users logged off by themselves: refused here at once, and told to Curfew until it has heard. */
export function createEndings(calls: Pick<Calls, 'end'>) {
  const untold = new Map<string, ReturnType<typeof setTimeout> | undefined>()

  async function tell(handle: string, retryMs: number): Promise<void> {
    try {
      await calls.end(handle)
      untold.delete(handle)
    } catch {
      if (!untold.has(handle)) return
      const timer = setTimeout(() => void tell(handle, Math.min(lastRetryMs, retryMs * 2)), retryMs)
      timer.unref?.()
      untold.set(handle, timer)
    }
  }

  return {
    has: (handle: string) => untold.size > 0 && untold.has(handle),
    /** Resolves when Curfew has heard, or when the first try failed and more will follow. */
    async end(handle: string) {
      untold.set(handle, undefined)
      await tell(handle, firstRetryMs)
    },
    close() {
      for (const timer of untold.values()) clearTimeout(timer)
      untold.clear()
    },
  }
}
