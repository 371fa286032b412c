import type { EventSink, FeedReader, GuardFeeds, Logoff, Source } from '@curfew/registry'
import { createSourceFeed, type SourceFeed, type SourceFeedOptions } from './source-feed.ts'

/** The feeds that guards hold here, and what may be offered to them. */
export interface Feeds extends GuardFeeds {
  /** See `SourceFeed.offer`. */
  offer(sourceId: string, logoffs: readonly Logoff[]): Promise<boolean>
  /** When the last guard of a source went; null: there is one, or there was none since this process began. */
  leftAt(sourceId: string): Date | null
}

export type FeedsOptions = SourceFeedOptions & { readonly feed: FeedReader }

const longestBeatMs = 15_000

/** The feeds of all sources. They know nothing of one another, so that none holds up another. */
export function createFeeds(options: FeedsOptions): Feeds {
  const { setTimer, onError } = options
  const bySource = new Map<string, { readonly feed: SourceFeed; callOff: (() => void) | null }>()
  let isDraining = false

  const feedOf = (sourceId: string) => {
    const known = bySource.get(sourceId) ?? { feed: createSourceFeed(sourceId, options), callOff: null }
    bySource.set(sourceId, known)
    return known
  }
  /** Twice in each lease, for as long as anybody listens. */
  const keepBeating = (sourceId: string, leaseMs: number) => {
    const known = feedOf(sourceId)
    known.callOff?.()
    known.callOff = setTimer(
      () => {
        known.callOff = null
        if (known.feed.held === 0) return
        known.feed.beat().catch(onError)
        keepBeating(sourceId, leaseMs)
      },
      Math.min(leaseMs / 2, longestBeatMs),
    )
  }

  return {
    attach({ id, leaseMs }: Source, keyId: string, sink: EventSink, lastEventId: string | null) {
      if (isDraining) return sink.close()
      const { feed } = feedOf(id)
      const isFirst = feed.held === 0
      feed.attach(keyId, leaseMs, sink, lastEventId)
      if (isFirst) keepBeating(id, leaseMs)
    },
    async offer(sourceId, logoffs) {
      return (await bySource.get(sourceId)?.feed.offer(logoffs)) ?? false
    },
    tellHolds() {
      for (const { feed } of bySource.values()) if (feed.held > 0) feed.tellHolds().catch(onError)
    },
    held: (sourceId) => bySource.get(sourceId)?.feed.held ?? 0,
    leftAt: (sourceId) => bySource.get(sourceId)?.feed.leftAt ?? null,
    cut: (sourceId) => bySource.get(sourceId)?.feed.cut(),
    drain() {
      isDraining = true
      for (const { feed, callOff } of bySource.values()) {
        callOff?.()
        feed.cut()
      }
    },
  }
}
