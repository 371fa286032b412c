import type { Hold } from './hold.ts'
import type { Logoff, RegistryPorts } from './ports.ts'
import { noteSent } from './receipts.ts'
import { mayCome } from './recognize-source.ts'
import type { FeedBounds } from './source.ts'
import { readLogoffs } from './tell.ts'

/** What whoever hands on the feeds of sources has to know of them. */
export interface FeedReader {
  bounds(sourceId: string): Promise<FeedBounds>
  /**
   * The logoffs after a position, in the order of positions.
   *
   * @returns `upTo`: how far that was looked, past what is forgotten; the position given: there is nothing after it
   */
  after(
    sourceId: string,
    position: number,
    limit: number,
  ): Promise<{ readonly logoffs: readonly Logoff[]; readonly upTo: number }>
  /** Who is kept out there now: users everywhere or at this source, and addresses. */
  holds(sourceId: string): Promise<readonly Hold[]>
  /** These were written to a guard that had come back for them. */
  noteSent(logoffs: readonly Logoff[]): Promise<void>
  /** Whether a guard that came with that key may go on listening. */
  mayListen(sourceId: string, keyId: string): Promise<boolean>
  /** Of those given, the sources that a page must be told about: how each is told, and when it was heard of. */
  told(sourceIds: readonly string[]): Promise<ReadonlyMap<string, { isTold: boolean; lastSeenAt: Date | null }>>
}

export function createFeedReader(ports: Pick<RegistryPorts, 'store' | 'clock' | 'changes'>): FeedReader {
  const { store, clock } = ports
  return {
    bounds: (sourceId) => store.feedBounds(sourceId),
    async after(sourceId, position, limit) {
      const deliveries = await store.feedAfter(sourceId, position, limit)
      const logoffs = await readLogoffs(ports, deliveries)
      return { logoffs: logoffs.toSorted(byPosition), upTo: deliveries.at(-1)?.feedPosition ?? position }
    },
    async holds(sourceId) {
      const holds = await store.holdsInForce(clock())
      return holds.filter(({ subject }) => subject.kind !== 'user-at-source' || subject.sourceId === sourceId)
    },
    async noteSent(logoffs) {
      const unsent = logoffs.filter(({ delivery }) => delivery.sentAt === null)
      if (unsent.length > 0) await noteSent(ports, unsent)
    },
    async mayListen(sourceId, keyId) {
      const source = await store.sourceById(sourceId)
      return source !== undefined && mayCome(source, keyId, clock())
    },
    async told(sourceIds) {
      const sources = await Promise.all(sourceIds.map((id) => store.sourceById(id)))
      return new Map(
        sources.flatMap((source) =>
          // Whoever is told in another way is no concern of the feed.
          source && (source.channel === null || source.channel === 'guard-feed')
            ? [[source.id, { isTold: source.channel !== null, lastSeenAt: source.lastSeenAt }]]
            : [],
        ),
      )
    },
  }
}

function byPosition(one: Logoff, other: Logoff): number {
  return (one.delivery.feedPosition ?? 0) - (other.delivery.feedPosition ?? 0)
}
