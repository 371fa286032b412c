import * as z from 'zod/mini'
import { serverEvent } from './event-stream.ts'

/** What the tabs of a browser say to one another. */
const words = z.discriminatedUnion('say', [
  z.object({
    say: z.literal('event'),
    event: serverEvent,
    lastEventId: z.nullable(z.string()),
    saidAtMs: z.number(),
  }),
  /** From the tab that holds the stream, with every heartbeat. */
  z.object({ say: z.literal('state'), state: z.enum(['live', 'paused']), lastEventId: z.nullable(z.string()) }),
  /** Somebody logged off in that tab; the session was this one's too. */
  z.object({ say: z.literal('logged-off'), saidAtMs: z.number() }),
  /** From a tab that has just come. */
  z.object({ say: z.literal('hello') }),
])
export type Word = z.output<typeof words>

/** A line between the tabs of one browser. */
export type Line = { say(word: Word): void; close(): void }

/** A line where the browser has one; else nobody hears what is said. */
export function openLine(hear: (word: Word) => void, name = 'curfew'): Line {
  if (typeof BroadcastChannel === 'undefined') return { say: () => {}, close: () => {} }
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', (message: MessageEvent<unknown>) => {
    // A tab of another version may say what this one does not know; that is not heard.
    const word = z.safeParse(words, message.data)
    if (word.success) hear(word.data)
  })
  return { say: (word) => channel.postMessage(word), close: () => channel.close() }
}

/** Run while it is this tab's turn; the signal says that the turn is over. */
export type Hold = (lost: AbortSignal) => Promise<void>

/**
 * Hold the browser-wide turn for as long as `hold` runs, after whoever holds it now. With `steal` it is taken at once from a
 * tab that has stopped answering; that tab's signal is then aborted, and it waits for its next turn.
 *
 * Where there are no Web Locks (plain HTTP beyond this machine) every tab has its turn while somebody looks at it.
 *
 * @see W3C Web Locks API, 2.6 "steal"
 */
export async function takeTurn(hold: Hold, signal: AbortSignal, steal = false): Promise<void> {
  const { locks } = navigator as { readonly locks?: LockManager }
  if (locks === undefined) return turnWhileVisible(hold, signal)
  for (let steals = steal; !signal.aborted; steals = false) {
    const lost = new AbortController()
    try {
      const held = () => hold(AbortSignal.any([signal, lost.signal]))
      return await locks.request('curfew-events', steals ? { steal: true } : { signal }, held)
    } catch {
      lost.abort()
    }
  }
}

async function turnWhileVisible(hold: Hold, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (document.visibilityState !== 'visible') await nextVisibility(signal)
    const hidden = new AbortController()
    const leave = () => document.visibilityState === 'hidden' && hidden.abort()
    document.addEventListener('visibilitychange', leave)
    await hold(AbortSignal.any([signal, hidden.signal])).finally(() =>
      document.removeEventListener('visibilitychange', leave),
    )
    if (!hidden.signal.aborted) return
  }
}

function nextVisibility(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      document.removeEventListener('visibilitychange', done)
      resolve()
    }
    document.addEventListener('visibilitychange', done)
    signal.addEventListener('abort', done, { once: true })
  })
}
