import type { RetryOf } from './closing.ts'
import { createDeliverer, type DeliveryPorts } from './deliver.ts'
import { batchSize } from './end.ts'
import { realTimer, type SetTimer } from './timer.ts'

export interface DeliveryLoop {
  /**
   * Something is due now. Call it once at the start, too: what was due when the process ended simply is due.
   *
   * @param asked what somebody has asked for: of that, what is under way is not left to wait
   */
  readonly wake: (asked?: RetryOf) => void
  /**
   * Begin nothing any more, and give what is under way a second to be stored. What is not stored by then stays due. Once it
   * has resolved the store is not touched.
   */
  stop(): Promise<void>
}

export type DeliveryLoopOptions = {
  readonly setTimer?: SetTimer
  readonly random?: () => number
  /** The store or a channel failed; the loop goes on. */
  readonly onError?: (error: unknown) => void
}

const retryMs = 1_000
const graceMs = 1_000
/** The longest sleep: whatever went unnoticed is found after it. */
const longestSleepMs = 60_000

/**
 * Tell whoever must be told, as soon as it is due, for as long as the process lives. It sleeps until the next attempt is due
 * or somebody wakes it.
 */
export function createDeliveryLoop(
  ports: DeliveryPorts,
  { setTimer = realTimer, random = Math.random, onError = () => {} }: DeliveryLoopOptions = {},
): DeliveryLoop {
  let isStopped = false
  let isWoken = false
  let round: Promise<void> | undefined
  let callOff = () => {}
  const deliverer = createDeliverer(ports, {
    setTimer,
    random,
    onError,
    onRoom: () => wake(),
    onStored: (failure) => {
      if (!failure) return wake()
      onError(failure.error)
      sleep(retryMs)
    },
  })

  function wake(asked?: RetryOf): void {
    if (asked) deliverer.hurry(asked)
    isWoken = true
    if (isStopped || round) return
    round = goRound().finally(() => {
      round = undefined
      if (isWoken) wake()
    })
  }
  function sleep(delayMs: number): void {
    callOff()
    if (!isStopped) callOff = setTimer(wake, delayMs)
  }
  async function goRound(): Promise<void> {
    try {
      while (isWoken) {
        if (isStopped) return
        isWoken = false
        if ((await deliverer.begin()) === batchSize) isWoken = true
      }
      if (isStopped) return
      const now = ports.clock()
      const next = await ports.store.nextDueAt(now)
      sleep(next ? Math.min(next.getTime() - now.getTime(), longestSleepMs) : longestSleepMs)
    } catch (error) {
      isWoken = false
      onError(error)
      sleep(retryMs)
    }
  }

  return {
    wake,
    async stop() {
      isStopped = true
      callOff()
      await round
      let callOffGrace = () => {}
      const grace = new Promise<void>((resolve) => {
        callOffGrace = setTimer(resolve, graceMs)
      })
      await Promise.race([deliverer.settled(), grace])
      callOffGrace()
      await deliverer.abandon()
    },
  }
}
