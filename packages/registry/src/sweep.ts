import { closeSilent } from './accounting.ts'
import { batchSize, type EndingPorts, endSessions } from './end.ts'
import { type ExecutionPorts, resumeClosures } from './execute.ts'
import { expiryEnding, expiryEndings } from './limits.ts'
import type { RegistryPorts } from './ports.ts'
import { resumeProofs } from './proof.ts'
import { realTimer, type SetTimer } from './timer.ts'

/**
 * End what is beyond its limits, earliest deadline first, in transactions of up to 1,000, and tell those concerned.
 *
 * @returns how many were ended
 * @throws CurfewError `store-unavailable`: the rest is ended by a later sweep, and refused meanwhile all the same
 */
export async function sweepExpired(ports: EndingPorts): Promise<number> {
  let count = 0
  for (;;) {
    const at = ports.clock()
    const expired = await ports.store.expiredSessions(at, batchSize)
    for (const ending of expiryEndings) {
      const sessions = expired.filter((session) => expiryEnding(session) === ending)
      if (sessions.length > 0) count += (await endSessions(ports, { sessions, ending, at })).length
    }
    if (expired.length < batchSize) return count
  }
}

/**
 * Forget sessions that ended before `before`, with their deliveries and plans. Closures stay.
 *
 * @returns how many were forgotten
 */
export async function forgetEnded({ store }: Pick<RegistryPorts, 'store'>, before: Date): Promise<number> {
  let count = 0
  for (;;) {
    const forgotten = await store.forgetEnded(before, batchSize)
    count += forgotten
    if (forgotten === 0) return count
  }
}

export type SweeperOptions = {
  readonly everyMs?: number
  /** How long what has ended is kept. */
  readonly keepEndedMs?: number
  readonly setTimer?: SetTimer
  readonly onError?: (error: unknown) => void
}

const hour = 60 * 60_000
const day = 24 * hour
const resumeEveryMs = 10_000
/** Longer than a signal may be old, so that none is taken twice. */
const keepSignalsMs = 30 * day

/**
 * Do what time brings: end what expires (every second), close what its NAS no longer speaks of and finish closures and proofs
 * that a failing store has stopped (every ten), and forget what is long over (every hour).
 */
export function createSweeper(
  ports: ExecutionPorts,
  { everyMs = 1_000, keepEndedMs = 30 * day, setTimer = realTimer, onError }: SweeperOptions = {},
): { stop(): Promise<void> } {
  const stops = [
    repeat(everyMs, () => sweepExpired(ports)),
    repeat(resumeEveryMs, () => closeSilent(ports)),
    repeat(resumeEveryMs, () => resumeClosures(ports)),
    repeat(resumeEveryMs, () => resumeProofs(ports)),
    repeat(hour, () => forgetEnded(ports, new Date(ports.clock().getTime() - keepEndedMs))),
    repeat(hour, () => ports.store.forgetSignals(new Date(ports.clock().getTime() - keepSignalsMs), batchSize)),
  ]
  return {
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
    },
  }

  /** Never twice at a time. Returns what ends it, and resolves when a run that was under way is over. */
  function repeat(delayMs: number, run: () => Promise<unknown>): () => Promise<void> {
    let isStopped = false
    let current = Promise.resolve()
    let callOff = () => {}
    const wait = () => {
      callOff = setTimer(() => {
        current = run()
          .catch((error: unknown) => onError?.(error))
          .then(() => (isStopped ? undefined : wait()))
      }, delayMs)
    }
    wait()
    return () => {
      isStopped = true
      callOff()
      return current
    }
  }
}
