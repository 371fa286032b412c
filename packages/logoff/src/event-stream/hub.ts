import { heartbeatSeconds } from '@curfew/contract'
import type { BrowserStreams, EventSink, FeedEvent, SetTimer } from '@curfew/registry'
import { createBroadcast } from './broadcast.ts'
import type { Feed } from './feed.ts'
import { eventFrame, heartbeatFrame, resumeFrame } from './frames.ts'
import { createRota } from './rota.ts'

/** The streams that browsers hold here, and what may be written into them. */
export interface Hub extends BrowserStreams {
  /**
   * Write a session's last event into all its streams and cut them.
   * @returns how many took it; the others were too slow or gone
   */
  writeLast(sessionId: string, frame: string): number
}

export type HubOptions = {
  readonly feed: Feed
  /** From 0 to below 1; spreads reconnecting readers over time. */
  readonly random: () => number
  /** Runs `tick` once a second until the function that it returned is called. */
  readonly everySecond: (tick: () => void) => () => void
  readonly nowMs: () => number
  readonly setTimer: SetTimer
}

/** More than any person has open; without a bound one cookie could hold every socket of the process. */
const maxStreamsPerSession = 32

type Reader = { readonly sessionId: string; readonly sink: EventSink }

/**
 * Hold browsers' event streams: replay what a returning reader missed, send every change to all readers as one text, and
 * keep silent ones alive. A reader that cannot keep up is dropped by its sink and catches up when it returns; nobody waits
 * for it.
 */
export function createHub({ feed, random, everySecond, nowMs, setTimer }: HubOptions): Hub {
  const bySession = new Map<string, Set<Reader>>()
  const heartbeats = createRota<Reader>(heartbeatSeconds)
  let held = 0
  let isDraining = false

  const remove = (reader: Reader) => {
    const readers = bySession.get(reader.sessionId)
    if (readers === undefined || !readers.delete(reader)) return
    if (readers.size === 0) bySession.delete(reader.sessionId)
    changes.leave(reader)
    heartbeats.remove(reader)
    held -= 1
  }
  const write = (reader: Reader, frames: string) => {
    const wasWritten = reader.sink.write(frames)
    if (!wasWritten) remove(reader)
    return wasWritten
  }
  const cut = (reader: Reader) => {
    remove(reader)
    reader.sink.close()
  }

  const changes = createBroadcast<Reader>({ write, nowMs, setTimer })
  const stopFollowing = feed.subscribe((event) => changes.send(frameOf(event)))
  const stopHeartbeats = everySecond(() => {
    for (const reader of heartbeats.next()) write(reader, heartbeatFrame)
  })

  return {
    attach(sessionId, sink, wants) {
      if (isDraining) {
        sink.write(resumeFrame(comeBackMs(random)))
        sink.close()
        return
      }
      const reader = { sessionId, sink }
      const readers = bySession.get(sessionId) ?? new Set()
      const [oldest] = readers
      if (readers.size >= maxStreamsPerSession && oldest !== undefined) cut(oldest)
      bySession.set(sessionId, readers.add(reader))
      if (wants.changes) changes.join(reader)
      heartbeats.add(reader)
      held += 1
      sink.onClose(() => remove(reader))
      const beginning = resumeFrame(retryMs(random), wants.changes ? feed.lastId : undefined)
      write(reader, missed(feed, wants) + beginning)
    },
    writeLast(sessionId, frame) {
      let written = 0
      for (const reader of bySession.get(sessionId) ?? []) {
        if (!write(reader, frame)) continue
        written += 1
        cut(reader)
      }
      return written
    },
    get held() {
      return held
    },
    drain() {
      isDraining = true
      stopFollowing()
      changes.stop()
      stopHeartbeats()
      for (const readers of bySession.values()) {
        for (const reader of readers) if (write(reader, resumeFrame(comeBackMs(random)))) cut(reader)
      }
    },
  }
}

/** What a returning reader did not see, as frames; `reset` when that is not known any more. */
function missed(feed: Feed, wants: Parameters<BrowserStreams['attach']>[2]): string {
  if (!wants.changes || wants.lastEventId === null) return ''
  const events = feed.since(wants.lastEventId)
  return events === 'too-far-behind' ? eventFrame('reset', {}, feed.lastId) : events.map(frameOf).join('')
}

const frameOf = ({ event, data, id }: FeedEvent) => eventFrame(event, data, id)

/** A cut that nobody announced: come back soon, but not all in one instant. */
const retryMs = (random: () => number) => 500 + random() * 1500
/** A stop that was announced: leave the next process time to start. */
const comeBackMs = (random: () => number) => 1000 + random() * 4000
