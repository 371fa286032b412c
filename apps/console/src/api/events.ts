import { heartbeatSeconds, type LogoffEvent, type Problem } from '@curfew/contract'
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
  /** Somebody has logged off here: the other tabs need not wait to hear it from the server. */
  readonly sayLoggedOff: () => void
  readonly stop: () => void
}

export type EventPorts = {
  readonly openEventSource: OpenEventSource
  /** The own session is over, and here is the receipt to answer with; null: somebody logged off in another tab. */
  readonly onLogoff: (logoff: LogoffEvent | null) => void
  /** The stream was refused, or news came so late that they may be old: ask who one is. */
  readonly onDoubt: (refusal: Problem | null) => void
  readonly now?: () => number
  readonly random?: () => number
  /** Wait so long, or until the signal. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Whether somebody sees this tab. */
  readonly isLookedAt?: () => boolean
  readonly takeTurn?: typeof takeTurn
  readonly openLine?: (hear: (word: Word) => void) => Line
}

/** A tab that holds the stream and is not heard for so long does not hold it any more, whatever it thinks. */
const deadMs = heartbeatSeconds * 1000 * 3
const checkMs = 10_000
/** How often the tab that holds the stream says so. */
const stateMs = 5000

/** A tab may have been asleep for hours when it hears something; what is older than this proves nothing about now. */
const freshMs = 10_000

/**
 * The server's events on one stream for all tabs of this browser: one tab holds it, and passes on what it hears.
 *
 * HTTP/1.1 gives a host six connections; a stream for every tab would use them up. When the tab that holds it goes, another
 * takes over from the last event that it knows of.
 */
export function createEvents(ports: EventPorts): EventClient {
  const now = ports.now ?? Date.now
  const pause = ports.wait ?? wait
  const turn = ports.takeTurn ?? takeTurn
  const isLookedAt = ports.isLookedAt ?? (() => document.visibilityState === 'visible')
  const listeners = new Set<(event: ServerEvent) => void>()
  const watchers = new Set<() => void>()
  const ended = new AbortController()
  let live: Live = { state: 'connecting', changedAt: null }
  let lastEventId: string | null = null
  let holdsStream = false
  let heardAtMs = 0
  let saidAtMs = 0
  let line: Line | null = null

  function hear(word: Word) {
    if (word.say === 'hello') return sayState()
    heardAtMs = now()
    const end = endIn(word)
    if (end !== null) {
      // Held up for so long, it may be about a session of long ago.
      if (now() - end.saidAtMs > freshMs) ports.onDoubt(null)
      else goWith(end.logoff)
      return
    }
    // Its own stream knows better.
    if (holdsStream || word.say === 'logged-off') return
    lastEventId = word.lastEventId ?? lastEventId
    if (word.say === 'state') become(word.state)
    else happen(word.event)
  }

  function sayState() {
    if (!holdsStream || live.state === 'connecting') return
    saidAtMs = now()
    line?.say({ say: 'state', state: live.state, lastEventId })
  }

  function become(state: Live['state']) {
    if (live.state === state) return
    live = { ...live, state }
    for (const watcher of watchers) watcher()
  }

  function happen(event: ServerEvent) {
    if (event.name === 'logoff') return goWith(event.data)
    live = { state: 'live', changedAt: new Date(now()) }
    for (const watcher of watchers) watcher()
    for (const listener of listeners) listener(event)
  }

  async function hold(lost: AbortSignal): Promise<void> {
    holdsStream = true
    await followEvents(
      {
        open: ports.openEventSource,
        wait: pause,
        random: ports.random ?? Math.random,
        onState(state) {
          become(state)
          sayState()
        },
        onEvent(event) {
          line?.say({ say: 'event', event, lastEventId, saidAtMs: now() })
          happen(event)
        },
        onBeat(id) {
          lastEventId = id
          if (now() - saidAtMs > stateMs) sayState()
        },
        onRefused: ports.onDoubt,
      },
      lastEventId,
      lost,
    )
    holdsStream = false
  }

  function goWith(logoff: LogoffEvent | null) {
    stop()
    ports.onLogoff(logoff)
  }

  function stop() {
    ended.abort()
    line?.close()
  }

  function start() {
    if (line !== null) return
    line = (ports.openLine ?? openLine)(hear)
    line.say({ say: 'hello' })
    heardAtMs = now()
    void turn(hold, ended.signal)
    void watchOthers()
  }

  /** A tab may be frozen, or its process hang, with the turn in its hand. */
  async function watchOthers(): Promise<void> {
    while (!ended.signal.aborted) {
      await pause(checkMs, ended.signal)
      if (ended.signal.aborted || holdsStream || !isLookedAt() || now() - heardAtMs < deadMs) continue
      heardAtMs = now()
      void turn(hold, ended.signal, true)
    }
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
    sayLoggedOff: () => line?.say({ say: 'logged-off', saidAtMs: now() }),
    stop,
  }
}

/** What ends the session, when the word says so. */
function endIn(word: Word): { readonly saidAtMs: number; readonly logoff: LogoffEvent | null } | null {
  if (word.say === 'logged-off') return { saidAtMs: word.saidAtMs, logoff: null }
  if (word.say !== 'event' || word.event.name !== 'logoff') return null
  return { saidAtMs: word.saidAtMs, logoff: word.event.data }
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
