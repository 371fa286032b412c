import {
  type Delivery,
  type DeliveryStore,
  givenUpDelivery,
  queueOf,
  type RetryOf,
  retriedDelivery,
} from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import { deliveryOfRow, rowOfDelivery } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { deliveryById, updateDelivery } from './deliveries.ts'
import type { EventLog } from './event-log.ts'
import { prepare } from './query.ts'
import { findQueueNamed } from './queues.ts'
import type { DeliveryTable } from './schema.ts'
import type { Synchronous } from './synchronous.ts'

/** What is given up, and what is tried again. */
export function retryWrites(
  connection: Connection,
  events: EventLog,
): Pick<Synchronous<DeliveryStore>, 'giveUpExpired' | 'retryDeliveries'> {
  const keep = (delivery: Delivery) => connection.run(updateDelivery(rowOfDelivery(delivery)))
  return {
    giveUpExpired(of, at, limit) {
      const queue = connection.first(findQueueNamed({ ...queueOf(of) }))
      if (!queue || queue.probe_at === null) return []
      const asked = { number: queue.number, now: at.getTime() }
      // Who has waited longest comes first; most often it may go on waiting, and no more need be read.
      const isExpired = ({ give_up_at }: DeliveryTable) => give_up_at <= at.getTime()
      const [first] = connection.all(findWaiting({ ...asked, limit: 1 }))
      if (!first || !isExpired(first)) return []
      const expired = connection.all(findWaiting({ ...asked, limit })).filter(isExpired)
      return expired.map(deliveryOfRow).map((delivery) => {
        const after = givenUpDelivery(delivery, at, queue.cause)
        keep(after)
        events.noteReceipt(delivery, after, at)
        return after
      })
    },
    retryDeliveries(which, at, limit) {
      const found = deliveriesOf(connection, which, at, limit)
      const retried = found.flatMap((delivery) => retriedDelivery(delivery, at) ?? [])
      for (const delivery of retried) keep(delivery)
      connection.run(sql`UPDATE queue SET probe_at = ${at.getTime()} WHERE ${silentOf(which, found)}`)
      return {
        retried: retried.length,
        closureIds: Array.from(new Set(retried.flatMap(({ closureId }) => closureId ?? []))),
      }
    },
  }
}

function deliveriesOf(connection: Connection, which: RetryOf, at: Date, limit: number): Delivery[] {
  if ('deliveryId' in which) return [deliveryById(connection, which.deliveryId)].flatMap((one) => one ?? [])
  if ('closureId' in which)
    return connection.all(findUnreachable({ closureId: which.closureId, limit })).map(deliveryOfRow)
  const queue = connection.first(findQueueNamed({ ...queueOf(which) }))
  return queue ? connection.all(findPutOff({ number: queue.number, at: at.getTime(), limit })).map(deliveryOfRow) : []
}

/** Recipients that are tried at once to find out whether they answer again. */
function silentOf(which: RetryOf, found: readonly Delivery[]): RawBuilder<boolean> {
  if ('closureId' in which) return sql`probe_at IS NOT NULL`
  const name = 'deliveryId' in which ? found[0] && queueOf(found[0]) : queueOf(which)
  if (!name) return sql`false`
  return sql`probe_at IS NOT NULL AND channel = ${name.channel} AND recipient = ${name.recipient}`
}

const findWaiting = prepare<{ number: number; now: number; limit: number }, DeliveryTable>(
  ({ number, now, limit }) => sql<DeliveryTable>`
    SELECT * FROM delivery INDEXED BY delivery_by_queue
    WHERE queue_number = ${number} AND next_attempt_at <= ${now} ORDER BY next_attempt_at, id LIMIT ${limit}`,
)
const findUnreachable = prepare<{ closureId: string; limit: number }, DeliveryTable>(
  ({ closureId, limit }) => sql<DeliveryTable>`
    SELECT * FROM delivery INDEXED BY delivery_by_closure
    WHERE closure_id = ${closureId} AND status = 'unreachable' ORDER BY id LIMIT ${limit}`,
)
/** Given up, or put off until later because it was silent. */
const findPutOff = prepare<{ number: number; at: number; limit: number }, DeliveryTable>(
  ({ number, at, limit }) => sql<DeliveryTable>`
    SELECT * FROM delivery INDEXED BY given_up_delivery
    WHERE queue_number = ${number} AND given_up_at IS NOT NULL AND status = 'unreachable'
    UNION ALL
    SELECT * FROM delivery INDEXED BY delivery_by_queue
    WHERE queue_number = ${number} AND next_attempt_at > ${at} AND status = 'unreachable'
    LIMIT ${limit}`,
)
