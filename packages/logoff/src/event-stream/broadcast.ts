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
/** A pass is broken off after so long, for whatever else there is to do meanwhile, and then goes on. */
const longestMs = 5

/**
 * Write to all readers in one pass, at once when there was rest enough since the last pass, else as soon as there was: with ten
 * thousand readers a pass takes a tenth of a second, and while much changes there would be no time left to close anything.
 * What comes during a pass or a rest goes out together, in one write each.
 */
export function createBroadcast<Reader>({ write, nowMs, setTimer }: BroadcastOptions<Reader>): Broadcast<Reader> {
  /** By reader, how many frames had been sent or were waiting when it joined. */
  const joinedAt = new Map<Reader, number>()
  let waiting: string[] = []
  let sent = 0
  let restUntilMs = 0
  let isPassing = false
  let callOff: (() => void) | undefined

  const pass = () => {
    const frames = waiting
    const first = sent
    const forAll = frames.join('')
    waiting = []
    sent += frames.length
    isPassing = true
    // Who leaves before his turn is left out; who joins meanwhile has nothing to get of these.
    const readers = joinedAt.entries()
    let tookMs = 0
    const goOn = () => {
      callOff = undefined
      const begunMs = nowMs()
      for (;;) {
        const next = readers.next()
        if (next.done) break
        const [reader, joined] = next.value
        const text = joined <= first ? forAll : frames.slice(joined - first).join('')
        if (text !== '') write(reader, text)
        if (nowMs() - begunMs < longestMs) continue
        tookMs += nowMs() - begunMs
        callOff = setTimer(goOn, 0)
        return
      }
      const endedMs = nowMs()
      restUntilMs = endedMs + restFactor * (tookMs + endedMs - begunMs)
      isPassing = false
      if (waiting.length > 0) passSoon()
    }
    goOn()
  }
  const passSoon = () => {
    const restMs = restUntilMs - nowMs()
    if (restMs <= 0) pass()
    else callOff = setTimer(pass, restMs)
  }

  return {
    join: (reader) => void joinedAt.set(reader, sent + waiting.length),
    leave: (reader) => void joinedAt.delete(reader),
    send(frame) {
      waiting.push(frame)
      if (!isPassing && callOff === undefined) passSoon()
    },
    stop() {
      callOff?.()
      joinedAt.clear()
    },
  }
}
