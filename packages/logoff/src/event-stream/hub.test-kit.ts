import type { EventSink, FeedEvent } from '@curfew/registry'
import type { Feed } from './feed.ts'

/** A feed that a test numbers by hand; it keeps the last `kept` events. */
export function aFeed(kept = 1000): Feed & { announce(id: string): void } {
  const events: FeedEvent[] = []
  const listeners = new Set<(event: FeedEvent) => void>()
  let lastId = 'start'
  let forgotten = false
  return {
    announce(closureId) {
      const event = {
        id: String(Number(lastId === 'start' ? 0 : lastId) + 1),
        event: 'closures' as const,
        data: { closureIds: [closureId] },
      }
      lastId = event.id
      events.push(event)
      if (events.length > kept) forgotten = events.shift() !== undefined
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since(id) {
      if (id === 'start') return forgotten ? 'too-far-behind' : [...events]
      if (id === lastId) return []
      const position = events.findIndex((event) => event.id === id)
      return position === -1 ? 'too-far-behind' : events.slice(position + 1)
    },
    get lastId() {
      return lastId
    },
  }
}

/** A time that stands still: no pass takes any of it, so none is waited for. */
export const noTime = { nowMs: () => 0, setTimer: () => () => {} }

/** A reader's end of a stream: what arrived, parsed as a browser would. */
export class ASink implements EventSink {
  text = ''
  isOpen = true
  #isSlow = false
  readonly #listeners: (() => void)[] = []

  write(frames: string) {
    if (!this.isOpen) return false
    if (this.#isSlow) {
      this.close()
      return false
    }
    this.text += frames
    return true
  }
  /** From the next write on it cannot keep up. */
  turnSlow() {
    this.#isSlow = true
  }
  close() {
    if (!this.isOpen) return
    this.isOpen = false
    for (const listener of this.#listeners) listener()
  }
  onClose(listener: () => void) {
    this.#listeners.push(listener)
  }
  async ready() {}

  get #blocks() {
    return this.text.split('\n\n').slice(0, -1)
  }
  /** `[event, data]` of every event, in the order of arrival. */
  get events(): [string, unknown][] {
    return this.#blocks
      .map((block) => [/^event: (.*)$/m.exec(block)?.[1], /^data: (.*)$/m.exec(block)?.[1]])
      .flatMap(([event, data]) => (event === undefined || data === undefined ? [] : [[event, JSON.parse(data)]]))
  }
  get lastEventId(): string | null {
    return [...this.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? null
  }
  get retryMs(): number | null {
    const retry = [...this.text.matchAll(/^retry: (\d+)$/gm)].at(-1)?.[1]
    return retry === undefined ? null : Number(retry)
  }
  get heartbeats() {
    return this.#blocks.filter((block) => block === ':').length
  }
}
