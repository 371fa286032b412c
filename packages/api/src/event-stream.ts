import type { EventSink } from '@curfew/registry'
import type { OpenEventStream } from './ports.ts'

/** How much may wait for a reader before it counts as too slow; it comes back and replays. */
const maxWaitingBytes = 64 * 1024

/** For a proxy: hand each event on as it comes, and never keep or change one. */
export const eventStreamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
} as const

/** An event stream on any runtime that knows `ReadableStream`. */
export const webEventStream: OpenEventStream = (c, attach) => {
  const encoder = new TextEncoder()
  const listeners: (() => void)[] = []
  const waiting: (() => void)[] = []
  let isOpen = true
  const goOn = () => {
    for (const resume of waiting.splice(0)) resume()
  }
  const settle = () => {
    if (!isOpen) return
    isOpen = false
    goOn()
    for (const listener of listeners.splice(0)) listener()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const sink: EventSink = {
          write(frames) {
            if (!isOpen) return false
            if ((controller.desiredSize ?? 0) <= 0) {
              sink.close()
              return false
            }
            controller.enqueue(encoder.encode(frames))
            return true
          },
          close() {
            if (!isOpen) return
            settle()
            controller.close()
          },
          onClose(listener) {
            if (isOpen) listeners.push(listener)
            else listener()
          },
          async ready() {
            if (isOpen && (controller.desiredSize ?? 0) <= 0) await new Promise<void>((resume) => waiting.push(resume))
          },
        }
        attach(sink)
      },
      pull: goOn,
      cancel: settle,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxWaitingBytes }),
  )
  for (const [name, value] of Object.entries(eventStreamHeaders)) c.header(name, value)
  return c.body(body)
}
