import type { ClosuresEvent, SessionsEvent } from '@curfew/contract'

/** One gathered change, numbered. Ids are opaque and belong to one process: another one's are unknown here. */
export type FeedEvent = {
  readonly id: string
} & (
  | { readonly event: 'sessions'; readonly data: SessionsEvent }
  | { readonly event: 'closures'; readonly data: ClosuresEvent }
)

/** Where changes come from; the registry's change feed is one. */
export interface Feed {
  subscribe(listener: (event: FeedEvent) => void): () => void
  /** The events after that one, oldest first. `too-far-behind`: it is unknown, or older than what is kept. */
  since(eventId: string): readonly FeedEvent[] | 'too-far-behind'
  /** The id from which a reader that begins now resumes later. */
  readonly lastId: string
}
