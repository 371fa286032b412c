import { advanceDelivery, begunIn, type Delivery, type DeliveryStore, roomIn } from '@curfew/registry'
import { sql } from 'kysely'
import { type DeliveryRow, deliveryOfRow, rowOfDelivery } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import type { EventLog } from './event-log.ts'
import { prepare, query, type SqlValue } from './query.ts'
import { advanceCircuits } from './queues.ts'
import type { DeliveryTable, QueueTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Deliveries = Synchronous<DeliveryStore>

export function deliveryWrites(connection: Connection, events: EventLog): Pick<Deliveries, 'advanceDeliveries'> {
  return {
    advanceDeliveries(steps) {
      const advanced = new Map<string, { readonly queueNumber: number; readonly delivery: Delivery }>()
      const learned: Parameters<typeof advanceCircuits>[1][number][] = []
      for (const step of steps) {
        const before = advanced.get(step.deliveryId) ?? queuedDelivery(connection, step.deliveryId)
        if (!before) continue
        const { queueNumber } = before
        const delivery = advanceDelivery(before.delivery, step)
        advanced.set(step.deliveryId, { queueNumber, delivery })
        learned.push({ queueNumber, step })
        events.noteReceipt(before.delivery, delivery, step.at)
      }
      const deliveries = Array.from(advanced.values(), ({ delivery }) => delivery)
      for (const delivery of deliveries) connection.run(updateDelivery(rowOfDelivery(delivery)))
      advanceCircuits(connection, learned)
      return deliveries
    },
  }
}

function queuedDelivery(connection: Connection, id: string) {
  const row = connection.first(findDelivery({ id }))
  return row && { queueNumber: row.queue_number, delivery: deliveryOfRow(row) }
}

export function deliveryReads(connection: Connection): Pick<Deliveries, 'dueDeliveries'> {
  return {
    dueDeliveries(now, limit, room) {
      const found: Delivery[] = []
      let fresh = 0
      for (const queue of connection.each(findDueQueues({ now: now.getTime() }))) {
        if (fresh >= limit) break
        const { number, channel, recipient, probe_at } = queue
        const places = Math.min(roomIn({ channel, recipient, probeAt: timeOrNull(probe_at) }, room, now), limit - fresh)
        if (places === 0) continue
        const begun = begunIn({ channel, recipient }, room)
        const rows = connection.all(findDueIn({ number, now: now.getTime(), limit: places + begun }))
        found.push(...rows.map(deliveryOfRow))
        fresh += Math.max(0, rows.length - begun)
      }
      return found
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

type Row = DeliveryRow & Record<string, SqlValue>
type NewRow = DeliveryTable & Record<string, SqlValue>

export const insertDelivery = prepare<NewRow, object>((row) =>
  query.insertInto('delivery').values({
    id: row.id,
    closure_id: row.closure_id,
    session_id: row.session_id,
    channel: row.channel,
    recipient: row.recipient,
    recipient_name: row.recipient_name,
    stored_at: row.stored_at,
    feed_position: row.feed_position,
    queue_number: row.queue_number,
    is_listed: row.is_listed,
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

const findDueQueues = prepare<{ now: number }, Pick<QueueTable, 'number' | 'channel' | 'recipient' | 'probe_at'>>(
  ({ now }) =>
    query
      .selectFrom('queue')
      .select(['number', 'channel', 'recipient', 'probe_at'])
      .where('first_due_at', 'is not', null)
      .where(sql<boolean>`due_at <= ${now}`)
      .orderBy(sql`due_at`)
      .orderBy('number'),
)

const findDueIn = prepare<{ number: number; now: number; limit: number }, DeliveryTable>(
  ({ number, now, limit }) => sql<DeliveryTable>`
    SELECT * FROM delivery INDEXED BY delivery_by_queue
    WHERE queue_number = ${number} AND next_attempt_at <= ${now} ORDER BY next_attempt_at, id LIMIT ${limit}`,
)

/** What changes in a delivery's life. */
function progressOf(row: Row) {
  const { status, sent_at, acknowledged_at, verified_at, attempts, next_attempt_at, give_up_at, given_up_at, cause } =
    row
  return { status, sent_at, acknowledged_at, verified_at, attempts, next_attempt_at, give_up_at, given_up_at, cause }
}
