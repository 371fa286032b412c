import type { LogoffEvent } from '@curfew/contract'
import type { Decision } from './guard.ts'

const heartbeatMs = 15_000

/** The application's own browsers, each waiting to hear whether its session is closed. */
export function createBrowserStreams() {
  const streams = new Map<string, Set<ReadableStreamDefaultController<Uint8Array>>>()
  const encoder = new TextEncoder()
  const heartbeat = setInterval(() => {
    const beat = encoder.encode(':\n\n')
    for (const all of streams.values()) for (const stream of all) write(stream, beat)
  }, heartbeatMs)
  heartbeat.unref?.()

  function write(stream: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array) {
    try {
      stream.enqueue(bytes)
    } catch {
      // The browser has gone; `cancel` takes it out.
    }
  }

  function open(handle: string, signal: AbortSignal): ReadableStream<Uint8Array> {
    let held: ReadableStreamDefaultController<Uint8Array> | undefined
    const letGo = () => {
      const all = streams.get(handle)
      if (held) all?.delete(held)
      if (all?.size === 0) streams.delete(handle)
    }
    signal.addEventListener('abort', letGo, { once: true })
    return new ReadableStream({
      start(controller) {
        held = controller
        streams.set(handle, (streams.get(handle) ?? new Set()).add(controller))
        write(controller, encoder.encode('retry: 2000\n\n'))
      },
      cancel: letGo,
    })
  }

  return {
    /** Say it to every browser of that session, and let go of them. */
    tell(handle: string, logoff: LogoffEvent) {
      const bytes = encoder.encode(frame(logoff))
      for (const stream of streams.get(handle) ?? []) {
        write(stream, bytes)
        closeQuietly(stream)
      }
      streams.delete(handle)
    },
    /** The answer to a browser that asks: 204 tells an `EventSource` not to come back. */
    answer(handle: string, decision: Decision, isPoll: boolean, signal: AbortSignal): Response {
      if (!decision.accepted && decision.why === 'cannot-know') {
        return new Response(null, { status: 503, headers: { 'retry-after': '2' } })
      }
      const logoff = decision.accepted ? undefined : decision.logoff
      if (isPoll) return Response.json({ closed: !decision.accepted, logoff: logoff ?? null }, { headers: noStore })
      if (decision.accepted) return new Response(open(handle, signal), { headers: streamHeaders })
      return logoff ? new Response(frame(logoff), { headers: streamHeaders }) : new Response(null, { status: 204 })
    },
    close() {
      clearInterval(heartbeat)
      for (const all of streams.values()) for (const stream of all) closeQuietly(stream)
      streams.clear()
    },
  }
}

const noStore = { 'cache-control': 'no-store' }
const streamHeaders = { ...noStore, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }

const frame = (logoff: LogoffEvent) => `event: logoff\ndata: ${JSON.stringify(logoff)}\n\n`

function closeQuietly(stream: ReadableStreamDefaultController<Uint8Array>) {
  try {
    stream.close()
  } catch {
    // It is closed already.
  }
}
