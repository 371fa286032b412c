import type { SetTimer } from '@curfew/registry'

/** Text for many readers, gathered so that sending it takes a bounded part of the time. */
export interface Broadcast<Reader> {
  /** From now on; what waits to be sent already is not for this reader. */
  join(reader: Reader): void
  leave(reader: Reader): void
  send(frame: string): void
  stop(): void
}

export type BroadcastOptions<Reader> = {
  readonly write: (reader: Reader, frames: string) => void
  readonly nowMs: () => number
  readonly setTimer: SetTimer
}

/** After a pass over all readers that took a while, so many times that while belongs to everything else. */
const restFactor = 4

/**
 * Write to all readers in one pass, at once when there was rest enough since the last pass, else as soon as there was: with ten
 * thousand readers a pass takes a tenth of a second, and while much changes there would be no time left to close anything.
 * What comes during a rest goes out together, in one write each.
 */
export function createBroadcast<Reader>({ write, nowMs, setTimer }: BroadcastOptions<Reader>): Broadcast<Reader> {
  /** By reader, how many frames had been sent or were waiting when it joined. */
  const joinedAt = new Map<Reader, number>()
  let waiting: string[] = []
  let sent = 0
  let restUntilMs = 0
  let callOff: (() => void) | undefined

  const pass = () => {
    callOff = undefined
    const frames = waiting
    const first = sent
    const forAll = frames.join('')
    waiting = []
    sent += frames.length
    const begunMs = nowMs()
    for (const [reader, joined] of joinedAt) {
      const text = joined <= first ? forAll : frames.slice(joined - first).join('')
      if (text !== '') write(reader, text)
    }
    const endedMs = nowMs()
    restUntilMs = endedMs + restFactor * (endedMs - begunMs)
  }

  return {
    join: (reader) => void joinedAt.set(reader, sent + waiting.length),
    leave: (reader) => void joinedAt.delete(reader),
    send(frame) {
      waiting.push(frame)
      if (callOff !== undefined) return
      const restMs = restUntilMs - nowMs()
      if (restMs <= 0) pass()
      else callOff = setTimer(pass, restMs)
    },
    stop() {
      callOff?.()
      joinedAt.clear()
    },
  }
}
