import { advanceDelivery, type Delivery, type DeliveryStep, type FeedStore } from '@curfew/registry'
import { sql } from 'kysely'
import { deliveryOfRow, rowOfDelivery } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { deliveryById, updateDelivery } from './deliveries.ts'
import type { EventLog } from './event-log.ts'
import { prepare, query } from './query.ts'
import type { DeliveryTable } from './schema.ts'
import type { Synchronous } from './synchronous.ts'

type Feeds = Synchronous<FeedStore>

/** Short enough for any thread. */
export function feedBounds(connection: Connection, sourceId: string): ReturnType<Feeds['feedBounds']> {
  const feed = connection.first(findFeed({ source_id: sourceId }))
  return { position: feed?.position ?? 0, forgottenUpTo: feed?.forgotten_up_to ?? 0 }
}

export function feedReads(connection: Connection): Pick<Feeds, 'feedAfter'> {
  return {
    feedAfter(sourceId, position, limit) {
      return connection.all(findAfter({ recipient: sourceId, position, limit })).map(deliveryOfRow)
    },
  }
}

export function feedWrites(connection: Connection, events: EventLog): Pick<Feeds, 'acknowledgeFeed' | 'verifyFeed'> {
  const advance = (deliveries: readonly Delivery[], step: Pick<DeliveryStep, 'to' | 'at'>) => {
    return deliveries.map((delivery) => {
      const after = advanceDelivery(delivery, { deliveryId: delivery.id, ...step })
      connection.run(updateDelivery(rowOfDelivery(after)))
      events.noteReceipt(delivery, after, step.at)
      return after
    })
  }

  return {
    acknowledgeFeed(sourceId, position, at, limit) {
      const feed = connection.first(findFeed({ source_id: sourceId }))
      if (!feed) return []
      const upTo = Math.min(position, feed.position)
      const next = connection.all(findAfter({ recipient: sourceId, position: feed.acknowledged, limit }))
      const wanted = next.filter(({ feed_position }) => feed_position !== null && feed_position <= upTo)
      const reached = wanted.length < limit ? upTo : (wanted.at(-1)?.feed_position ?? upTo)
      if (reached > feed.acknowledged) connection.run(acknowledge({ source_id: sourceId, acknowledged: reached }))
      return advance(wanted.map(deliveryOfRow), { to: 'acknowledged', at })
    },
    verifyFeed(sourceId, deliveryIds, at) {
      const own = deliveryIds
        .flatMap((id) => deliveryById(connection, id) ?? [])
        .filter(({ recipient, feedPosition }) => recipient === sourceId && feedPosition !== null)
      return advance(own, { to: 'verified', at })
    },
  }
}

/** Give a delivery the next place in its recipient's feed, if its channel has one. Inside a transaction, so in the order of commits. */
export function placed(connection: Connection, delivery: Delivery): Delivery {
  if (delivery.channel !== 'guard-feed') return delivery
  const feed = connection.first(nextPlace({ source_id: delivery.recipient }))
  if (!feed) throw new Error('The delivery got no place in its feed')
  return { ...delivery, feedPosition: feed.position }
}

/** Deliveries that are forgotten leave a gap: who has seen less than that cannot be resumed any more. */
export function forgetPlaces(
  connection: Connection,
  forgotten: readonly Pick<DeliveryTable, 'recipient' | 'feed_position'>[],
): void {
  const latest = new Map<string, number>()
  for (const { recipient, feed_position } of forgotten)
    if (feed_position !== null) latest.set(recipient, Math.max(feed_position, latest.get(recipient) ?? 0))
  for (const [source_id, position] of latest) connection.run(forgetUpTo({ source_id, position }))
}

const findFeed = prepare<{ source_id: string }, { position: number; forgotten_up_to: number; acknowledged: number }>(
  ({ source_id }) =>
    query.selectFrom('feed').select(['position', 'forgotten_up_to', 'acknowledged']).where('source_id', '=', source_id),
)

const findAfter = prepare<{ recipient: string; position: number; limit: number }, DeliveryTable>((holes) =>
  query
    .selectFrom('delivery')
    .selectAll()
    .where('recipient', '=', holes.recipient)
    .where('feed_position', 'is not', null)
    .where('feed_position', '>', holes.position)
    .orderBy('feed_position')
    .limit(holes.limit),
)

const nextPlace = prepare<{ source_id: string }, { position: number }>(
  ({ source_id }) => sql<{ position: number }>`
    INSERT INTO feed (source_id, position, forgotten_up_to, acknowledged) VALUES (${source_id}, 1, 0, 0)
    ON CONFLICT DO UPDATE SET position = position + 1 RETURNING position`,
)

const acknowledge = prepare<{ source_id: string; acknowledged: number }, object>(({ source_id, acknowledged }) =>
  query.updateTable('feed').set({ acknowledged }).where('source_id', '=', source_id),
)

const forgetUpTo = prepare<{ source_id: string; position: number }, object>(
  ({ source_id, position }) => sql<object>`
    UPDATE feed SET forgotten_up_to = max(forgotten_up_to, ${position}) WHERE source_id = ${source_id}`,
)
