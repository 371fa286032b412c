import { advanceDelivery, type Delivery, type DeliveryStore } from '@curfew/registry'
import { deliveryOfRow, rowOfDelivery } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { prepare, query, type SqlValue } from './query.ts'
import type { DeliveryTable } from './schema.ts'
import { listed } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Deliveries = Synchronous<DeliveryStore>

export function deliveryWrites(connection: Connection): Pick<Deliveries, 'advanceDeliveries' | 'retryUnreachable'> {
  return {
    advanceDeliveries(steps) {
      const advanced = new Map<string, Delivery>()
      for (const step of steps) {
        const delivery = advanced.get(step.deliveryId) ?? deliveryById(connection, step.deliveryId)
        if (delivery) advanced.set(delivery.id, advanceDelivery(delivery, step))
      }
      for (const delivery of advanced.values()) connection.run(updateDelivery(rowOfDelivery(delivery)))
      return Array.from(advanced.values())
    },
    /** What `advanceDelivery` makes of such a step, for all of them in one statement: they may be very many. */
    retryUnreachable(closureId, at) {
      return connection.run(
        query
          .updateTable('delivery')
          .set({ status: 'pending', next_attempt_at: at.getTime(), cause: '' })
          .where('closure_id', '=', closureId)
          .where('status', '=', 'unreachable'),
      )
    },
  }
}

export function deliveryReads(connection: Connection): Pick<Deliveries, 'dueDeliveries' | 'nextDueAt'> {
  return {
    dueDeliveries(now, limit, exceptRecipients) {
      return connection
        .all(
          query
            .selectFrom('delivery')
            .selectAll()
            .where('next_attempt_at', '<=', now.getTime())
            .where('recipient', 'not in', listed(exceptRecipients))
            .orderBy('next_attempt_at')
            .orderBy('id')
            .limit(limit),
        )
        .map(deliveryOfRow)
    },
    nextDueAt(now) {
      const next = connection.first(
        query
          .selectFrom('delivery')
          .select('next_attempt_at')
          .where('next_attempt_at', '>', now.getTime())
          .orderBy('next_attempt_at')
          .limit(1),
      )
      return next?.next_attempt_at ? new Date(next.next_attempt_at) : null
    },
  }
}

export function deliveriesOfSession(connection: Connection, sessionId: string): Delivery[] {
  return connection.all(findDeliveriesOf({ sessionId })).map(deliveryOfRow)
}

export function deliveryById(connection: Connection, id: string): Delivery | undefined {
  const row = connection.first(findDelivery({ id }))
  return row && deliveryOfRow(row)
}

type Row = DeliveryTable & Record<string, SqlValue>

export const insertDelivery = prepare<Row, object>((row) =>
  query.insertInto('delivery').values({
    id: row.id,
    closure_id: row.closure_id,
    session_id: row.session_id,
    channel: row.channel,
    recipient: row.recipient,
    recipient_name: row.recipient_name,
    stored_at: row.stored_at,
    feed_position: row.feed_position,
    ...progressOf(row),
  }),
)

export const updateDelivery = prepare<Row, object>((row) =>
  query.updateTable('delivery').set(progressOf(row)).where('id', '=', row.id),
)

const findDelivery = prepare<{ id: string }, DeliveryTable>(({ id }) =>
  query.selectFrom('delivery').selectAll().where('id', '=', id),
)

const findDeliveriesOf = prepare<{ sessionId: string }, DeliveryTable>(({ sessionId }) =>
  query.selectFrom('delivery').selectAll().where('session_id', '=', sessionId).orderBy('id'),
)

/** What changes in a delivery's life. */
function progressOf({ status, sent_at, acknowledged_at, verified_at, attempts, next_attempt_at, cause }: Row) {
  return { status, sent_at, acknowledged_at, verified_at, attempts, next_attempt_at, cause }
}
