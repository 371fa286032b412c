import type { AuditEntry, Delivery } from './closing.ts'
import type { EventSink } from './ports.ts'
import type { FeedBounds, KeptKey, Source, SourceChanges, SourceCounts, SourceSeen } from './source.ts'

/** What another source has already; of networks see `holderOfNetwork`. */
export type Taken = 'name-taken' | 'network-taken'

/** Registered sources. Names are case sensitive and unique; each change is written with its audit, in one transaction. */
export interface SourceStore {
  createSource(source: Source, audit: AuditEntry): Promise<'created' | Taken>
  /**
   * A longer lease also moves `longestLeaseMs`.
   *
   * @param basedOn the source as it was read. Settings of NASes and relying parties are changed as a whole: `changed-meanwhile`
   *   when those that are to be changed are not as they were, and then nothing was changed. Left out: whatever they are
   */
  changeSource(
    id: string,
    changes: SourceChanges,
    audit: AuditEntry,
    basedOn?: Pick<Source, 'radius' | 'backChannel'>,
  ): Promise<'changed' | 'changed-meanwhile' | 'not-found' | Taken>
  /** The keys before it are good until `othersExpireAt`, if not less long; those that expired by then are forgotten. */
  addSourceKey(sourceId: string, key: KeptKey, othersExpireAt: Date, audit: AuditEntry): Promise<'added' | 'not-found'>
  /** By name. */
  sources(): Promise<readonly Source[]>
  sourceById(id: string): Promise<Source | undefined>
  /** Whose key it is, whether or not it is still good. */
  sourceByKeyHash(hash: string): Promise<Source | undefined>
  /** Times earlier than the known ones are passed over. */
  noteSourcesSeen(batch: readonly SourceSeen[]): Promise<void>
  /** By source id; one without either is left out. */
  countBySource(): Promise<ReadonlyMap<string, SourceCounts>>
}

/** The feeds of sources: what `endSessions` has written for the channel `guard-feed`. */
export interface FeedStore {
  /** As of everything that is committed when it is called. An unknown source has had nothing. */
  feedBounds(sourceId: string): Promise<FeedBounds>
  /** By position, after `position`; forgotten ones are passed over. */
  feedAfter(sourceId: string, position: number, limit: number): Promise<readonly Delivery[]>
  /**
   * All up to `position` are acknowledged, at most `limit` of them in one transaction. Those that were before are passed over.
   *
   * @returns as they are then; fewer than `limit`: there are no more
   */
  acknowledgeFeed(sourceId: string, position: number, at: Date, limit: number): Promise<readonly Delivery[]>
  /** Those of them that are this source's are verified. Returns these as they are then. */
  verifyFeed(sourceId: string, deliveryIds: readonly string[], at: Date): Promise<readonly Delivery[]>
}

/** The guards that hold their source's feed open here. */
export interface GuardFeeds {
  /**
   * Say hello, replay what came after `lastEventId`, then hand on every closure as it comes, in the order of positions.
   *
   * @param keyId of the source's key that it came with: when that runs out the feed is cut
   * @param lastEventId the position up to which the guard has everything; null: it begins now. One that cannot be resumed
   *   from gets `reset`
   */
  attach(source: Source, keyId: string, sink: EventSink, lastEventId: string | null): void
  /** Tell all guards who is kept out now: holds were made or lifted. */
  tellHolds(): void
  /** How many are held. */
  held(sourceId: string): number
  /** Cut those of a source that may no longer listen, or have to show again that they may. */
  cut(sourceId: string): void
  /** Let go of all; they come back and replay. */
  drain(): void
}
