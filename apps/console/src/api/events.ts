import type { LogoffEvent, Problem } from '@curfew/contract'
import { followEvents, type OpenEventSource, type ServerEvent } from './event-stream.ts'
import { type Line, openLine, takeTurn, type Word } from './tabs.ts'

/** How current the page is. `connecting` before the first word; `changedAt` is when something last changed. */
export type Live = { readonly state: 'connecting' | 'live' | 'paused'; readonly changedAt: Date | null }

export type EventClient = {
  /** Begin to listen; more than once changes nothing. Called when somebody is logged on. */
  readonly start: () => void
  /** @returns stops listening */
  readonly subscribe: (listener: (event: ServerEvent) => void) => () => void
  readonly live: { readonly read: () => Live; readonly subscribe: (listener: () => void) => () => void }
  readonly stop: () => void
}

export type EventClientPorts = {
  readonly openEventSource: OpenEventSource
  /** The own session is over, and here is the receipt to answer with. */
  readonly onLogoff: (logoff: LogoffEvent) => void
  /** The stream was refused, or news came so late that they may be old: ask who one is. */
  readonly onDoubt: (refusal: Problem | null) => void
  readonly now?: () => number
  readonly random?: () => number
  readonly takeTurn?: typeof takeTurn
  readonly openLine?: (hear: (word: Word) => void) => Line
}

/** A tab may have been asleep for hours when it hears something; what is older than this proves nothing about now. */
const freshMs = 10_000

/**
 * The server's events on one stream for all tabs of this browser: one tab holds it, and passes on what it hears.
 *
 * HTTP/1.1 gives a host six connections; a stream for every tab would use them up. When the tab that holds it goes, another
 * takes over from the last event that it knows of.
 */
export function createEvents(ports: EventClientPorts): EventClient {
  const now = ports.now ?? Date.now
  const listeners = new Set<(event: ServerEvent) => void>()
  const watchers = new Set<() => void>()
  const ended = new AbortController()
  let live: Live = { state: 'connecting', changedAt: null }
  let lastEventId: string | null = null
  let holdsStream = false

  let line: Line | null = null

  function hear(word: Word) {
    if (word.say === 'hello') {
      if (holdsStream && live.state !== 'connecting') line?.say({ say: 'state', state: live.state, lastEventId })
      return
    }
    lastEventId = word.lastEventId ?? lastEventId
    if (word.say === 'state') become(word.state)
    else if (word.event.name === 'logoff' && now() - word.saidAtMs > freshMs) ports.onDoubt(null)
    else happen(word.event)
  }

  function become(state: Live['state']) {
    if (live.state === state) return
    live = { ...live, state }
    for (const watcher of watchers) watcher()
  }

  function happen(event: ServerEvent) {
    if (event.name === 'logoff') {
      stop()
      return ports.onLogoff(event.data)
    }
    live = { state: 'live', changedAt: new Date(now()) }
    for (const watcher of watchers) watcher()
    for (const listener of listeners) listener(event)
  }

  async function hold(lost: AbortSignal): Promise<void> {
    holdsStream = true
    await followEvents(
      {
        open: ports.openEventSource,
        wait,
        random: ports.random ?? Math.random,
        onState(state) {
          become(state)
          line?.say({ say: 'state', state, lastEventId })
        },
        onEvent(event, id) {
          lastEventId = id
          line?.say({ say: 'event', event, lastEventId, saidAtMs: now() })
          happen(event)
        },
        onBeat: () => {},
        onRefused: ports.onDoubt,
      },
      lastEventId,
      lost,
    )
    holdsStream = false
  }

  function stop() {
    ended.abort()
    line?.close()
  }

  function start() {
    if (line !== null) return
    line = (ports.openLine ?? openLine)(hear)
    line.say({ say: 'hello' })
    void (ports.takeTurn ?? takeTurn)(hold, ended.signal)
  }

  return {
    start,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    live: {
      read: () => live,
      subscribe(watcher) {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
    },
    stop,
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
