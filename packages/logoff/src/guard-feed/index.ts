import type { FeedReader, LogoffChannel } from '@curfew/registry'
import { createGuardFeedChannel } from './channel.ts'
import { createFeeds, type Feeds } from './feeds.ts'

/** How applications that rely on Curfew are told. Runs anywhere: a browser tab, a service worker, a server. */
export * from './channel.ts'
export * from './feeds.ts'
export * from './frames.ts'
export * from './source-feed.ts'

/** The feeds, and the channel that tells through them. */
export type GuardFeed = { readonly feeds: Feeds; readonly channel: LogoffChannel }

export type GuardFeedOptions = {
  readonly feed: FeedReader
  readonly clock: () => Date
  readonly setTimer?: (run: () => void, delayMs: number) => () => void
  /** The store failed; readers were cut and come back. */
  readonly onError?: (error: unknown) => void
}

export function createGuardFeed({
  feed,
  clock,
  setTimer = realTimer,
  onError = () => {},
}: GuardFeedOptions): GuardFeed {
  const feeds = createFeeds({ feed, clock, setTimer, onError })
  return { feeds, channel: createGuardFeedChannel({ feeds, feed, clock }) }
}

function realTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
