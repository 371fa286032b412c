import type { SourceSeen } from './source.ts'
import type { SourceStore } from './source-ports.ts'
import { realTimer, type SetTimer } from './timer.ts'

export interface SeenBuffer {
  readonly note: (sourceId: string, keyId: string, at: Date) => void
  /** Writes what is left, as far as the store lets it, and notes nothing any more. */
  stop(): Promise<void>
}

export type SeenOptions = {
  readonly store: Pick<SourceStore, 'noteSourcesSeen'>
  readonly setTimer?: SetTimer
  readonly onError?: (error: unknown) => void
}

const gatherMs = 5_000

/** Gather when sources called, and write the latest call with each key every five seconds. A crash loses no more than that. */
export function createSeenBuffer({ store, setTimer = realTimer, onError }: SeenOptions): SeenBuffer {
  const latest = new Map<string, SourceSeen>()
  let callOff: (() => void) | undefined
  let isStopped = false
  let writing = Promise.resolve()

  const write = async () => {
    const batch = Array.from(latest.values())
    latest.clear()
    if (batch.length > 0) await store.noteSourcesSeen(batch).catch((error: unknown) => onError?.(error))
  }
  const flush = () => {
    callOff = undefined
    writing = writing.then(write)
    return writing
  }

  return {
    note(sourceId, keyId, at) {
      if (isStopped) return
      latest.set(keyId, { sourceId, keyId, at })
      callOff ??= setTimer(() => void flush(), gatherMs)
    },
    async stop() {
      isStopped = true
      callOff?.()
      await flush()
    },
  }
}
