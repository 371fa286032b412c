import { endpoints, eventShapes, heartbeatSeconds, type Problem, problem } from '@curfew/contract'
import * as z from 'zod/mini'
import { readFrames } from './event-frames.ts'

/** One event of the stream, as tabs pass it on to one another too. */
export const serverEvent = z.discriminatedUnion('name', [
  z.object({ name: z.literal('sessions'), data: eventShapes.sessions }),
  z.object({ name: z.literal('closures'), data: eventShapes.closures }),
  z.object({ name: z.literal('webhooks'), data: eventShapes.webhooks }),
  z.object({ name: z.literal('holds'), data: eventShapes.holds }),
  z.object({ name: z.literal('reset'), data: eventShapes.reset }),
  z.object({ name: z.literal('logoff'), data: eventShapes.logoff }),
])
export type ServerEvent = z.output<typeof serverEvent>

/** Open the stream; an answer other than 200 is an answer, a rejection means that there was none. */
export type OpenEventSource = (lastEventId: string | null, signal: AbortSignal) => Promise<Response>

/** The stream as the server serves it. */
export const openOverNetwork: OpenEventSource = (lastEventId, signal) =>
  fetch(endpoints.watch.path, {
    headers: { Accept: 'text/event-stream', ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }) },
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  })

export type StreamPorts = {
  readonly open: OpenEventSource
  /** Wait so long, or until the signal; resolves either way. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** 0 to 1, so that not all browsers come back at the same moment. */
  readonly random: () => number
  readonly onState: (state: 'live' | 'paused') => void
  readonly onEvent: (event: ServerEvent) => void
  /** Anything at all came: the stream lives. Called before the event that came. */
  readonly onBeat: (lastEventId: string | null) => void
  /** The server refuses the stream for good; null when it has said all there was to say. */
  readonly onRefused: (refusal: Problem | null) => void
}

const silenceMs = heartbeatSeconds * 1000 * 2.5
const firstPauseMs = 1000
const longestPauseMs = 15_000

/**
 * Keep a stream open until the signal, the `logoff` event, or the server's refusal.
 *
 * A stream that is silent for two and a half heartbeats is taken for dead and opened again, from where it stopped.
 *
 * @param lastEventId where to resume; null begins with what happens from now on
 */
export async function followEvents(ports: StreamPorts, lastEventId: string | null, signal: AbortSignal): Promise<void> {
  let resumeFrom = lastEventId
  let pauseMs = firstPauseMs
  let failures = 0
  while (!signal.aborted) {
    const attempt = new AbortController()
    const watch = watchSilence(attempt, ports.wait)
    const either = AbortSignal.any([signal, attempt.signal])
    try {
      const response = await ports.open(resumeFrom, either)
      if (response.status === 204) return ports.onRefused(null)
      if (!response.ok || response.body === null) {
        const read = z.safeParse(problem, await response.json().catch(() => null))
        if (read.success && read.data.status < 500 && read.data.status !== 429) return ports.onRefused(read.data)
        throw new Error(`The event stream answered ${response.status}`)
      }
      failures = 0
      ports.onState('live')
      for await (const frame of readFrames(response.body)) {
        if (either.aborted) break
        watch.heard()
        resumeFrom = frame.id ?? resumeFrom
        ports.onBeat(resumeFrom)
        pauseMs = frame.retryMs ?? pauseMs
        const event = frame.data === null ? null : parseEvent(frame.event, frame.data)
        if (event === null) continue
        ports.onEvent(event)
        if (event.name === 'logoff') return
      }
    } catch {
      // Cut, silent or refused for now: come back.
      failures += 1
    } finally {
      watch.end()
    }
    if (signal.aborted) return
    ports.onState('paused')
    await ports.wait(
      Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failures, 5)) * (0.5 + ports.random() / 2),
      signal,
    )
  }
}

/** An event of the contract, or null for one that this page does not know. */
export function parseEvent(name: string, data: string): ServerEvent | null {
  try {
    const read = z.safeParse(serverEvent, { name, data: JSON.parse(data) })
    return read.success ? read.data : null
  } catch {
    return null
  }
}

/** Give an attempt up when nothing is heard for too long. */
function watchSilence(attempt: AbortController, wait: StreamPorts['wait']) {
  let hearing = new AbortController()
  const listen = async (round: AbortController) => {
    await wait(silenceMs, round.signal)
    if (!round.signal.aborted) attempt.abort()
  }
  void listen(hearing)
  return {
    heard() {
      hearing.abort()
      hearing = new AbortController()
      void listen(hearing)
    },
    end() {
      hearing.abort()
      attempt.abort()
    },
  }
}
