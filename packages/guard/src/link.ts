import type { FeedClosed, FeedHolds } from '@curfew/contract'
import { type Calls, CurfewRefusal } from './calls.ts'
import { readClocks } from './clocks.ts'
import { readEvents, type StreamEvent } from './event-stream.ts'
import { createLease, type Instant, type Lease } from './lease.ts'
import { NotUnderstood, parseJson, toClosed, toGrant, toHolds, toPosition } from './parse.ts'

/** What the guard learns from its link to Curfew. */
export type LinkListener = {
  closed(event: FeedClosed): void
  /** All that are in force for this source, in the place of those before. */
  holds(told: FeedHolds): void
  /** The feed could not be resumed: what was known to be open no longer is. */
  gap(): void
  warn(message: string): void
}

const firstRetryMs = 100
const lastRetryMs = 5_000
const reportTimeoutMs = 5_000
const maxBatch = 1_000

/**
 * The guard's link: one feed that is kept open, and one report every third of a lease and after every closure.
 * It never throws: being cut off shows as a lease that is not fresh.
 */
export interface Link {
  /** @param now read just before, or now */
  isFresh(now?: Instant): boolean
  /** Resolves when the lease is fresh, or after `waitMs`; says which. */
  freshWithin(waitMs: number): Promise<boolean>
  /** The session of this delivery was seen to be refused here; said with the next report. */
  verified(deliveryId: string): void
  /** Lets go: nothing is fresh any more, and Curfew is told so. */
  close(): Promise<void>
}

export function createLink(calls: Calls, listener: LinkListener): Link {
  const guardId = crypto.randomUUID()
  const closing = new AbortController()
  const waiters = new Set<() => void>()
  const seen: string[] = []
  let lease: Lease | undefined
  let leaseMs = 5_000
  let lastHeardMs = 0
  let isReporting = false
  let isReportDue = false
  let nextReport: ReturnType<typeof setTimeout> | undefined

  const isFresh = (now = readClocks()) => lease?.isFresh(now) ?? false
  void keepFeed()

  async function keepFeed() {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const feed = new AbortController()
      const stop = () => feed.abort()
      closing.signal.addEventListener('abort', stop, { once: true })
      lastHeardMs = performance.now()
      const watch = setInterval(() => performance.now() - lastHeardMs > 2 * leaseMs + 1_000 && feed.abort(), 500)
      watch.unref?.()
      try {
        const body = await calls.feed(guardId, lease ? String(lease.position) : '', feed.signal)
        for await (const event of readEvents(body, () => (lastHeardMs = performance.now()))) {
          failures = 0
          take(event)
        }
      } catch (error) {
        if (error instanceof CurfewRefusal || error instanceof NotUnderstood) listener.warn(error.message)
      } finally {
        clearInterval(watch)
        closing.signal.removeEventListener('abort', stop)
      }
      await pause(Math.min(lastRetryMs, firstRetryMs * 2 ** failures) * (0.5 + Math.random() / 2))
    }
  }

  function take(event: StreamEvent) {
    if (event.event === 'hello') {
      const hello = toGrant(parseJson(event.data))
      leaseMs = hello.leaseMs
      lease ??= createLease(hello.position)
      // Those that stand are told next.
      listener.holds({ holds: [] })
      void report()
    } else if (event.event === 'closed') {
      listener.closed(toClosed(parseJson(event.data)))
      lease?.applied(Number(event.id))
      void report()
    } else if (event.event === 'holds') {
      listener.holds(toHolds(parseJson(event.data)))
    } else if (event.event === 'reset') {
      listener.gap()
      lease = createLease(toPosition(parseJson(event.data)))
      void report()
    }
  }

  /** One report under way at a time; one more follows when something happened meanwhile. */
  async function report() {
    if (!lease || closing.signal.aborted) return
    if (isReporting) {
      isReportDue = true
      return
    }
    isReporting = true
    clearTimeout(nextReport)
    const reported = lease
    const verified = seen.slice(0, maxBatch)
    const sentAt = readClocks()
    try {
      const grant = await calls.report(
        { guard: guardId, position: reported.position, verified },
        Math.min(leaseMs, reportTimeoutMs),
      )
      leaseMs = grant.leaseMs
      seen.splice(0, verified.length)
      if (lease === reported) reported.granted(sentAt, grant)
      if (isFresh()) for (const wake of waiters) wake()
    } catch (error) {
      if (error instanceof CurfewRefusal || error instanceof NotUnderstood) listener.warn(error.message)
    }
    isReporting = false
    const delayMs = isReportDue ? 0 : leaseMs / 3
    isReportDue = false
    nextReport = setTimeout(() => void report(), delayMs)
    nextReport.unref?.()
  }

  return {
    isFresh,
    verified: (deliveryId) => void (seen.length < 10 * maxBatch && seen.push(deliveryId)),
    async freshWithin(waitMs) {
      if (isFresh()) return true
      void report()
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          waiters.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, waitMs)
        waiters.add(wake)
      })
      return isFresh()
    },
    async close() {
      closing.abort()
      clearTimeout(nextReport)
      const position = lease?.position ?? 0
      lease?.giveUp()
      lease = undefined
      for (const wake of waiters) wake()
      await calls
        .report({ guard: guardId, position, verified: seen.slice(0, maxBatch), leaving: true }, 1_000)
        .catch(() => {})
    },
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      closing.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    })
  }
}
