import { realTimer, type SetTimer } from './timer.ts'
import { sendRound, type WebhookPorts } from './webhook-round.ts'
import { patienceMs } from './webhook-rules.ts'

export interface WebhookLoop {
  /** Something happened, or a webhook was changed. Call it once at the start, too. */
  readonly wake: () => void
  /** Begin nothing any more, and wait a second for what is under way. What is not stored by then is sent again. */
  stop(): Promise<void>
}

export type WebhookLoopOptions = {
  readonly setTimer?: SetTimer
  readonly random?: () => number
  /** The store failed; the loop goes on. */
  readonly onError?: (error: unknown) => void
}

const retryMs = 1_000
const graceMs = 1_000
/** The longest sleep: whatever went unnoticed is found after it. */
const longestSleepMs = 10_000
const forgetEveryMs = 60_000
/** As many events wait for a sink that does not answer; for three days at the most. */
const mostEvents = 1_000_000
const forgottenAtOnce = 10_000

/**
 * Send to every webhook what is due, for as long as the process lives. Each has a line of its own: one that is slow or dead
 * delays no other, and nothing else either. It sleeps until something is due or somebody wakes it.
 */
export function createWebhookLoop(
  ports: WebhookPorts,
  { setTimer = realTimer, random = Math.random, onError = () => {} }: WebhookLoopOptions = {},
): WebhookLoop {
  const lines = new Map<string, Line>()
  let isStopped = false
  let looking: Promise<void> | undefined
  let isWoken = false
  let callOffForgetting = () => {}

  function wake(): void {
    isWoken = true
    if (isStopped || looking) return
    looking = look().finally(() => {
      looking = undefined
      if (isWoken) wake()
    })
  }
  async function look(): Promise<void> {
    isWoken = false
    try {
      const webhooks = await ports.store.webhooks()
      for (const { id, disabled } of webhooks) if (!disabled) lineOf(id).wake()
    } catch (error) {
      onError(error)
      if (!isStopped) setTimer(wake, retryMs)
    }
  }
  function lineOf(id: string): Line {
    const known = lines.get(id)
    if (known) return known
    const line = createLine(id)
    lines.set(id, line)
    return line
  }

  function createLine(id: string): Line {
    let isDue = false
    let running: Promise<void> | undefined
    let callOff = () => {}
    const go = async () => {
      try {
        while (isDue) {
          if (isStopped) return
          isDue = false
          const webhook = await ports.store.webhookById(id)
          if (!webhook || webhook.disabled) {
            lines.delete(id)
            return
          }
          const outcome = await sendRound(ports, webhook, random)
          if (outcome === 'again') isDue = true
          else sleep(outcome.wakeAt)
        }
      } catch (error) {
        onError(error)
        rest(retryMs)
      }
    }
    const sleep = (wakeAt: Date | null) => {
      const untilMs = wakeAt ? wakeAt.getTime() - ports.clock().getTime() : longestSleepMs
      rest(Math.min(Math.max(untilMs, 1), longestSleepMs))
    }
    const rest = (delayMs: number) => {
      callOff()
      if (!isStopped) callOff = setTimer(line.wake, delayMs)
    }
    const line: Line = {
      wake() {
        isDue = true
        if (isStopped || running) return
        running = go().finally(() => {
          running = undefined
          if (isDue && !isStopped && lines.has(id)) line.wake()
        })
      },
      stop() {
        callOff()
        return running ?? Promise.resolve()
      },
    }
    return line
  }

  async function forget(): Promise<void> {
    try {
      const before = new Date(ports.clock().getTime() - patienceMs)
      while ((await ports.store.forgetEvents(before, mostEvents, forgottenAtOnce)) === forgottenAtOnce)
        if (isStopped) return
    } catch (error) {
      onError(error)
    }
    if (!isStopped) callOffForgetting = setTimer(() => void forget(), forgetEveryMs)
  }
  callOffForgetting = setTimer(() => void forget(), forgetEveryMs)

  return {
    wake,
    async stop() {
      isStopped = true
      callOffForgetting()
      const ends = Promise.all([looking, ...Array.from(lines.values(), (line) => line.stop())])
      let callOffGrace = () => {}
      const grace = new Promise<void>((resolve) => {
        callOffGrace = setTimer(resolve, graceMs)
      })
      await Promise.race([ends, grace])
      callOffGrace()
    },
  }
}

/** What goes to one webhook. */
type Line = { readonly wake: () => void; stop(): Promise<void> }
