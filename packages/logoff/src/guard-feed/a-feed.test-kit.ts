import type { FeedClosed } from '@curfew/contract'
import type { EventSink, FeedReader, Hold, Logoff, Source } from '@curfew/registry'
import { aSession, aSource } from '@curfew/registry/cast'
import { expect } from 'vitest'
import { createGuardFeed } from './index.ts'

/** A clock that a test moves, and timers that run as it moves. */
export class ATime {
  #nowMs = Date.parse('2026-03-02T14:03:00.000Z')
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>()

  readonly clock = () => new Date(this.#nowMs)

  readonly setTimer = (run: () => void, delayMs: number) => {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  advance(ms: number) {
    const untilMs = this.#nowMs + ms
    for (;;) {
      const next = Array.from(this.#timers).sort((one, other) => one.atMs - other.atMs)[0]
      if (!next || next.atMs > untilMs) break
      this.#nowMs = next.atMs
      this.#timers.delete(next)
      next.run()
    }
    this.#nowMs = untilMs
  }
}

/** The feed of one source, as a store keeps it. */
export class AStoredFeed implements FeedReader {
  readonly source: Source = aSource({ id: 'portal', name: 'portal' })
  readonly logoffs: Logoff[] = []
  readonly sent: string[] = []
  /** Keys that may no longer listen. */
  readonly refused = new Set<string>()
  forgottenUpTo = 0
  reads = 0
  /** Set: reads fail with it. */
  failure: Error | undefined
  /** Called before each read is answered. */
  onRead: () => void = () => {}
  standing: readonly Hold[] = []

  async holds() {
    return this.standing
  }

  /** Store one more; nobody is told by that. */
  close(): Logoff {
    const feedPosition = this.logoffs.length + 1
    const session = aSession({ id: `session-${feedPosition}`, sourceId: 'portal', handle: `handle-${feedPosition}` })
    const at = new Date('2026-03-02T14:03:00.000Z')
    const logoff: Logoff = {
      session,
      farewell: { ending: 'closure', at: at.toISOString(), byYourself: false, messageToUser: null },
      receipt: `receipt-${feedPosition}`,
      delivery: {
        id: `delivery-${feedPosition}`,
        closureId: null,
        sessionId: session.id,
        channel: 'guard-feed',
        recipient: 'portal',
        recipientName: 'portal',
        status: 'pending',
        storedAt: at,
        sentAt: null,
        acknowledgedAt: null,
        verifiedAt: null,
        attempts: 0,
        nextAttemptAt: at,
        giveUpAt: at,
        givenUpAt: null,
        cause: '',
        feedPosition,
      },
    }
    this.logoffs.push(logoff)
    return logoff
  }

  async bounds() {
    if (this.failure) throw this.failure
    return { position: this.logoffs.length, forgottenUpTo: this.forgottenUpTo }
  }
  async after(_sourceId: string, position: number, limit: number) {
    this.reads += 1
    this.onRead()
    if (this.failure) throw this.failure
    const kept = this.logoffs.slice(Math.max(position, this.forgottenUpTo))
    const logoffs = kept.slice(0, limit)
    return { logoffs, upTo: logoffs.at(-1)?.delivery.feedPosition ?? position }
  }
  async noteSent(logoffs: readonly Logoff[]) {
    this.sent.push(...logoffs.map(({ delivery }) => delivery.id))
  }
  async mayListen(_sourceId: string, keyId: string) {
    return !this.refused.has(keyId)
  }
  async told(sourceIds: readonly string[]) {
    const known: Readonly<Record<string, { isTold: boolean; lastSeenAt: Date | null }>> = {
      portal: { isTold: true, lastSeenAt: new Date('2026-03-01T08:00:00.000Z') },
      new: { isTold: true, lastSeenAt: null },
      agent: { isTold: false, lastSeenAt: null },
    }
    return new Map(Object.entries(known).filter(([id]) => sourceIds.includes(id)))
  }
}

/** A guard's end of a feed. It takes what it is given at once, unless it is told to be slow. */
export class AGuardSink implements EventSink {
  text = ''
  isOpen = true
  isSlow = false
  writes = 0
  readonly #listeners: (() => void)[] = []
  #waiting: (() => void)[] = []

  write(frames: string) {
    if (!this.isOpen) return false
    this.writes += 1
    this.text += frames
    return true
  }
  close() {
    if (!this.isOpen) return
    this.isOpen = false
    this.takeAll()
    for (const listener of this.#listeners) listener()
  }
  onClose(listener: () => void) {
    this.#listeners.push(listener)
  }
  async ready() {
    if (this.isSlow && this.isOpen) await new Promise<void>((resume) => this.#waiting.push(resume))
  }
  /** A slow one has taken everything. */
  takeAll() {
    for (const resume of this.#waiting.splice(0)) resume()
  }

  /** `hello 3`, `closed 4`, `reset 5`: the events in the order of arrival, with their positions. */
  get events(): string[] {
    return this.text
      .split('\n\n')
      .slice(0, -1)
      .flatMap((block) => {
        const event = /^event: (.*)$/m.exec(block)?.[1]
        if (event === undefined) return []
        const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as { position?: number }
        return `${event} ${event === 'closed' ? /^id: (.*)$/m.exec(block)?.[1] : data.position}`
      })
  }
  get closed(): FeedClosed[] {
    return Array.from(
      this.text.matchAll(/event: closed\ndata: (.*)\n/g),
      ([, data = '']) => JSON.parse(data) as FeedClosed,
    )
  }
  get heartbeats() {
    return this.text.split('\n\n').filter((block) => block === ':').length
  }
}

/** A source's feed over what a test has stored, and guards that hold it. */
export function aGuardFeed() {
  const stored = new AStoredFeed()
  const time = new ATime()
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const { feeds, channel } = createGuardFeed({ feed: stored, clock: time.clock, setTimer: time.setTimer, onError })
  const attach = (lastEventId: string | null = null, keyId = 'key', sink = new AGuardSink()) => {
    feeds.attach(stored.source, keyId, sink, lastEventId)
    return sink
  }
  /** Store so many closures, and tell them as the delivery loop does. */
  const close = async (count = 1) => channel.tell(Array.from({ length: count }, () => stored.close()))
  const sees = (sink: AGuardSink, ...events: readonly string[]) =>
    expect.poll(() => sink.events, { interval: 1 }).toEqual(events)
  return { stored, time, errors, feeds, channel, attach, close, sees }
}
