import type { EventSink, FeedReader, Hold, Logoff } from '@curfew/registry'
import { heartbeatFrame } from '../event-stream/frames.ts'
import { closedFrame, helloFrame, holdsFrame, resetFrame } from './frames.ts'

/** One source's feed, for all the guards that hold it here. */
export interface SourceFeed {
  /** See `GuardFeeds.attach`. */
  attach(keyId: string, leaseMs: number, sink: EventSink, lastEventId: string | null): void
  /**
   * These were just stored. Resolves when a guard has been given all of them, or when there is none to give them to.
   * @returns which of the two
   */
  offer(logoffs: readonly Logoff[]): Promise<boolean>
  readonly held: number
  /** When the last guard went; null: there is one, or there was none since this process began. */
  readonly leftAt: Date | null
  /** Tell all readers who is kept out now. */
  tellHolds(): Promise<void>
  /** Keep readers alive, and cut those whose key has run out. */
  beat(): Promise<void>
  cut(): void
}

export type SourceFeedOptions = {
  readonly feed: FeedReader
  readonly clock: () => Date
  readonly setTimer: (run: () => void, delayMs: number) => () => void
  readonly onError: (error: unknown) => void
}

type Reader = {
  readonly sink: EventSink
  readonly keyId: string
  /** It has been given everything up to here. */
  cursor: number
  /** It has not taken yet what it was given last, or is about to be greeted. */
  isBusy: boolean
}

/** Events in one piece: what a reader is given before it is waited for. */
const pieceSize = 100
/** Just stored events that are kept as text, so that nobody reads them again for every reader. */
const mostRecent = 2_000
/** More than any source has processes; the oldest goes. */
const mostReaders = 1_000
/** A reader that takes nothing for so long is dropped; it comes back and is resumed. */
const slowMs = 10_000

/**
 * Every reader gets every event once, in the order of positions and without a gap, whatever the order in which they are
 * offered: what is not at hand is read from the store. Readers that are equally far get the same text. A slow one holds up
 * nobody.
 */
export function createSourceFeed(sourceId: string, { feed, clock, setTimer, onError }: SourceFeedOptions): SourceFeed {
  const readers = new Set<Reader>()
  const recent = new Map<number, string>()
  const offers = new Set<{ readonly position: number; readonly settle: (wasGiven: boolean) => void }>()
  /** The latest position that is known to exist. */
  let goal = 0
  let isPumping = false
  let holdsTold = 0
  let leftAt: Date | null = null

  const remove = (reader: Reader) => {
    if (!readers.delete(reader) || readers.size > 0) return
    leftAt = clock()
    recent.clear()
    settleOffers()
  }
  const drop = (reader: Reader) => {
    remove(reader)
    reader.sink.close()
  }
  /** Give a reader frames that bring it up to a position; then wait until it has taken them. */
  const give = (reader: Reader, frames: string, upTo: number) => {
    if (!reader.sink.write(frames)) return remove(reader)
    reader.cursor = upTo
    reader.isBusy = true
    const callOff = setTimer(() => drop(reader), slowMs)
    const goOn = () => {
      callOff()
      reader.isBusy = false
      pump()
    }
    reader.sink.ready().then(goOn, goOn)
  }
  const settleOffers = () => {
    const furthest = Math.max(-1, ...Array.from(readers, ({ cursor }) => cursor))
    for (const offer of offers) {
      if (offer.position > furthest && readers.size > 0) continue
      offers.delete(offer)
      offer.settle(offer.position <= furthest)
    }
  }

  const pump = () => {
    if (isPumping) return
    isPumping = true
    pumpAll()
      .catch((error: unknown) => {
        onError(error)
        // They come back, and are resumed from where they are.
        for (const reader of readers) drop(reader)
      })
      .finally(() => {
        isPumping = false
        if (behind().length > 0) pump()
      })
  }
  const behind = () => Array.from(readers).filter(({ isBusy, cursor }) => !isBusy && cursor < goal)
  const pumpAll = async () => {
    // One piece for each cursor in turn: one that has much to catch up with does not keep the others waiting.
    for (let waiting = behind(); waiting.length > 0; waiting = behind())
      for (const cursor of new Set(waiting.map((reader) => reader.cursor))) await pumpFrom(cursor)
  }
  const pumpFrom = async (cursor: number) => {
    const piece = recentAfter(cursor) ?? (await storedAfter(cursor))
    const written: Reader[] = []
    for (const reader of behind())
      if (reader.cursor === cursor) {
        give(reader, piece.frames, piece.upTo)
        written.push(reader)
      }
    settleOffers()
    if (written.some((reader) => readers.has(reader))) piece.noteSent()
  }
  const recentAfter = (cursor: number) => {
    const frames: string[] = []
    for (let frame = recent.get(cursor + 1); frame !== undefined; frame = recent.get(cursor + frames.length + 1)) {
      frames.push(frame)
      if (frames.length === pieceSize) break
    }
    // Whoever offered them notes it.
    return frames.length === 0 ? null : { frames: frames.join(''), upTo: cursor + frames.length, noteSent: () => {} }
  }
  const storedAfter = async (cursor: number) => {
    const { logoffs, upTo } = await feed.after(sourceId, cursor, pieceSize)
    // Read after them: if nothing is missing now, nothing was missing then.
    const { position, forgottenUpTo } = await feed.bounds(sourceId)
    if (cursor < forgottenUpTo) return { frames: resetFrame(position), upTo: position, noteSent: () => {} }
    if (upTo <= cursor) throw new Error(`The feed of ${sourceId} has nothing between ${cursor} and ${position}.`)
    const frames = logoffs.map((logoff) => closedFrame(placeOf(logoff), logoff)).join('')
    return { frames, upTo, noteSent: () => void feed.noteSent(logoffs).catch(onError) }
  }

  /** As of everything that was told meanwhile: what is older must not come after what is newer. */
  const standingHolds = async (): Promise<readonly Hold[]> => {
    const begun = holdsTold
    const holds = await feed.holds(sourceId)
    return begun === holdsTold ? holds : standingHolds()
  }

  const greet = async (reader: Reader, leaseMs: number, lastEventId: string | null) => {
    const bounds = await feed.bounds(sourceId)
    const standing = await standingHolds()
    // With the greeting nobody is kept out, unless this follows it.
    const holds = standing.length === 0 ? '' : holdsFrame(standing, clock())
    if (!readers.has(reader)) return
    goal = Math.max(goal, bounds.position)
    const resumed = lastEventId === null ? bounds.position : positionOf(lastEventId)
    // Whoever is ahead has seen another store, as before a backup was brought back.
    const canResume = resumed !== null && bounds.forgottenUpTo <= resumed && resumed <= bounds.position
    const begin = canResume ? resumed : bounds.position
    const hello = helloFrame({ leaseMs, position: begin })
    give(reader, (canResume ? hello : hello + resetFrame(begin)) + holds, begin)
    settleOffers()
  }

  return {
    attach(keyId, leaseMs, sink, lastEventId) {
      const [oldest] = readers
      if (readers.size >= mostReaders && oldest) drop(oldest)
      // Held before the bounds are read: what is offered from now on is not missed.
      const reader: Reader = { sink, keyId, cursor: -1, isBusy: true }
      readers.add(reader)
      leftAt = null
      sink.onClose(() => remove(reader))
      greet(reader, leaseMs, lastEventId).catch((error: unknown) => {
        onError(error)
        drop(reader)
      })
    },
    async offer(logoffs) {
      if (readers.size === 0) return false
      for (const logoff of logoffs) recent.set(placeOf(logoff), closedFrame(placeOf(logoff), logoff))
      for (const position of recent.keys()) {
        if (recent.size <= mostRecent) break
        recent.delete(position)
      }
      const position = Math.max(...logoffs.map(placeOf))
      goal = Math.max(goal, position)
      const given = Promise.withResolvers<boolean>()
      offers.add({ position, settle: given.resolve })
      pump()
      settleOffers()
      return given.promise
    },
    async tellHolds() {
      holdsTold += 1
      const frame = holdsFrame(await standingHolds(), clock())
      for (const reader of readers) if (!reader.sink.write(frame)) remove(reader)
    },
    get held() {
      return readers.size
    },
    get leftAt() {
      return leftAt
    },
    async beat() {
      for (const reader of readers) if (!reader.isBusy && !reader.sink.write(heartbeatFrame)) remove(reader)
      for (const keyId of new Set(Array.from(readers, (reader) => reader.keyId))) {
        if (await feed.mayListen(sourceId, keyId)) continue
        for (const reader of readers) if (reader.keyId === keyId) drop(reader)
      }
    },
    cut() {
      for (const reader of readers) drop(reader)
    },
  }
}

function placeOf({ delivery }: Logoff): number {
  return delivery.feedPosition ?? 0
}

/** What a reader gives as `Last-Event-ID`; null: it was not given by us. */
function positionOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
