import { advanceDelivery, type Delivery, type DeliveryStep, type FeedStore } from '@curfew/registry'
import { noteReceipt } from './events.ts'
import { keepDelivery } from './queues.ts'
import { type FeedRow, type Tables, takeFromFeed } from './tables.ts'

const noFeed: FeedRow = { position: 0, forgottenUpTo: 0, acknowledged: 0, deliveries: new Map() }

/** The feeds of sources, by position. */
export function feedStore(tables: Tables): FeedStore {
  const feedOf = (sourceId: string) => tables.feeds.get(sourceId) ?? noFeed
  const advance = (deliveries: readonly Delivery[], step: Pick<DeliveryStep, 'to' | 'at'>) => {
    return deliveries.map((delivery) => {
      const after = advanceDelivery(delivery, { deliveryId: delivery.id, ...step })
      keepDelivery(tables, after)
      noteReceipt(tables, delivery, after, step.at)
      return after
    })
  }

  return {
    async feedBounds(sourceId) {
      const { position, forgottenUpTo } = feedOf(sourceId)
      return { position, forgottenUpTo }
    },
    async feedAfter(sourceId, position, limit) {
      return after(tables, sourceId, position).slice(0, limit)
    },
    async acknowledgeFeed(sourceId, position, at, limit) {
      const feed = feedOf(sourceId)
      const upTo = Math.min(position, feed.position)
      const wanted = after(tables, sourceId, feed.acknowledged)
        .filter(({ feedPosition }) => feedPosition !== null && feedPosition <= upTo)
        .slice(0, limit)
      const reached = wanted.length < limit ? upTo : (wanted.at(-1)?.feedPosition ?? upTo)
      if (reached > feed.acknowledged) tables.feeds.set(sourceId, { ...feed, acknowledged: reached })
      return advance(wanted, { to: 'acknowledged', at })
    },
    async verifyFeed(sourceId, deliveryIds, at) {
      const own = deliveryIds
        .flatMap((id) => tables.deliveries.get(id) ?? [])
        .filter(({ recipient, feedPosition }) => recipient === sourceId && feedPosition !== null)
      return advance(own, { to: 'verified', at })
    },
  }
}

/** Give a delivery the next place in its recipient's feed, if its channel has one. */
export function placed(tables: Tables, delivery: Delivery): Delivery {
  if (delivery.channel !== 'guard-feed') return delivery
  const feed = tables.feeds.get(delivery.recipient) ?? { ...noFeed, deliveries: new Map() }
  const position = feed.position + 1
  feed.deliveries.set(position, delivery.id)
  tables.feeds.set(delivery.recipient, { ...feed, position })
  return { ...delivery, feedPosition: position }
}

export function forgetPlace(tables: Tables, { recipient, feedPosition }: Delivery) {
  if (feedPosition !== null) takeFromFeed(tables, recipient, feedPosition)
}

export function unacknowledged(tables: Tables, sourceId: string): Delivery[] {
  return after(tables, sourceId, tables.feeds.get(sourceId)?.acknowledged ?? 0)
}

function after(tables: Tables, sourceId: string, position: number): Delivery[] {
  const { deliveries } = tables.feeds.get(sourceId) ?? noFeed
  // They were added by position, and maps keep that order.
  return Array.from(deliveries)
    .filter(([at]) => at > position)
    .flatMap(([, id]) => tables.deliveries.get(id) ?? [])
}
