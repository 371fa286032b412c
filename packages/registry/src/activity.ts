import type { RegistryPorts, SessionStore } from './ports.ts'
import { realTimer, type SetTimer } from './timer.ts'

export interface ActivityBuffer {
  /** Fits `RegistryPorts.noteActivity`. */
  readonly note: RegistryPorts['noteActivity']
  /** Resolves when all that was noted until now is written. @throws CurfewError `store-unavailable`: it is kept for later */
  flush(): Promise<void>
  /** Writes what is left, as far as the store lets it, and notes nothing any more. */
  stop(): Promise<void>
}

export type ActivityOptions = {
  readonly store: Pick<SessionStore, 'recordActivity'>
  readonly setTimer?: SetTimer
  readonly onError?: (error: unknown) => void
}

const gatherMs = 1_000
const batchSize = 1_000

/**
 * Gather activity, and write it once a second: the latest of each session, in batches of 1,000. A crash loses at most that
 * second, which ends a session that much sooner.
 */
export function createActivityBuffer({ store, setTimer = realTimer, onError }: ActivityOptions): ActivityBuffer {
  const latest = new Map<string, Date>()
  let callOff: (() => void) | undefined
  let isStopped = false
  let writing = Promise.resolve()

  const keep = (sessionId: string, at: Date) => {
    const known = latest.get(sessionId)
    if (!known || known < at) latest.set(sessionId, at)
  }
  const plan = () => {
    callOff ??= setTimer(() => {
      callOff = undefined
      flush().catch((error: unknown) => {
        onError?.(error)
        if (!isStopped) plan()
      })
    }, gatherMs)
  }
  const write = async () => {
    while (latest.size > 0) {
      const batch = Array.from(latest.entries().take(batchSize), ([sessionId, at]) => ({ sessionId, at }))
      for (const { sessionId } of batch) latest.delete(sessionId)
      try {
        await store.recordActivity(batch)
      } catch (error) {
        for (const { sessionId, at } of batch) keep(sessionId, at)
        throw error
      }
    }
  }
  const flush = () => {
    const mine = writing.then(write)
    writing = mine.catch(() => {})
    return mine
  }

  return {
    note(sessionId, at) {
      if (isStopped) return
      keep(sessionId, at)
      plan()
    },
    flush,
    async stop() {
      isStopped = true
      callOff?.()
      await flush().catch((error: unknown) => onError?.(error))
    },
  }
}
