import type { DeliveryStatus } from '@curfew/contract'
import type { DeliveryStore, Receipt } from '@curfew/registry'
import { type SelectQueryBuilder, sql } from 'kysely'
import {
  deliveryCountsOf,
  parseReceiptPosition,
  printReceiptPosition,
  type ReceiptPosition,
  receiptOrder,
} from '../receipt-order.ts'
import { deliveryOfRow } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { query } from './query.ts'
import type { DeliveryTable, Schema, SessionTable } from './schema.ts'
import { listed, timeOrNull } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Reads = Pick<Synchronous<DeliveryStore>, 'countDeliveries' | 'receipts' | 'receiptsAfter'>

export function receiptReads(connection: Connection): Reads {
  return {
    countDeliveries(closureIds) {
      const rows = connection.all(
        query
          .selectFrom('delivery')
          .select(({ fn }) => ['closure_id', 'status', fn.countAll<number>().as('count')])
          .where('closure_id', 'in', listed(closureIds))
          .groupBy(['closure_id', 'status']),
      )
      const counted = new Map(closureIds.map((id) => [id, new Map<DeliveryStatus, number>()]))
      for (const { closure_id, status, count } of rows) counted.get(closure_id ?? '')?.set(status, count)
      return new Map(Array.from(counted, ([id, counts]) => [id, deliveryCountsOf(counts)]))
    },

    receiptsAfter: (closureId, afterId, limit) => receiptsAfter(connection, closureId, afterId, limit),

    /** Status by status, each by id, as the index has them. */
    receipts(closureId, statuses, limit, cursor) {
      const after = cursor === null ? null : parseReceiptPosition(closureId, cursor)
      const found: Receipt[] = []
      for (const [rank, status] of receiptOrder.entries()) {
        if (found.length > limit) break
        if (rank < (after?.rank ?? 0) || (statuses.length > 0 && !statuses.includes(status))) continue
        const afterId = after?.rank === rank ? after.id : ''
        found.push(...receiptsOf(connection, closureId, status, afterId, limit + 1 - found.length))
      }
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const nextCursor = last && found.length > limit ? printReceiptPosition(closureId, positionOf(last)) : null
      return { items, nextCursor }
    },
  }
}

function positionOf({ status, id }: Receipt): ReceiptPosition {
  return { rank: receiptOrder.indexOf(status), id }
}

function receiptsOf(
  connection: Connection,
  closureId: string,
  status: DeliveryStatus,
  afterId: string,
  limit: number,
): Receipt[] {
  return connection
    .all(
      withSession(query.selectFrom('delivery as d'))
        .where('d.closure_id', '=', closureId)
        .where('d.status', '=', status)
        .where('d.id', '>', afterId)
        .orderBy('d.id')
        .limit(limit),
    )
    .map(receiptOfRow)
}

export function receiptById(connection: Connection, id: string): Receipt | undefined {
  const row = connection.first(
    withSession(query.selectFrom('delivery as d')).where('d.id', '=', id).where('d.is_listed', '=', 1),
  )
  return row && receiptOfRow(row)
}

/** Each status has them by id; together they are as well, in one snapshot. */
function receiptsAfter(connection: Connection, closureId: string, afterId: string, limit: number): Receipt[] {
  const parts = receiptOrder.map(
    (status) => sql`SELECT * FROM (
      SELECT * FROM delivery INDEXED BY delivery_by_closure
      WHERE closure_id = ${closureId} AND status = ${sql.lit(status)} AND id > ${afterId} ORDER BY id LIMIT ${limit})`,
  )
  return connection
    .all(sql<ReceiptRow>`
      SELECT d.*, s.user_id, s.kind, s.source, iif(q.probe_at IS NULL, NULL, q.silent_since) AS silent_since
      FROM (${sql.join(parts, sql` UNION ALL `)}) AS d
      CROSS JOIN session AS s ON s.id = d.session_id CROSS JOIN queue AS q ON q.number = d.queue_number
      ORDER BY d.id LIMIT ${limit}`)
    .map(receiptOfRow)
}

export type ReceiptRow = DeliveryTable &
  Pick<SessionTable, 'user_id' | 'kind' | 'source'> & { silent_since: number | null }

export function receiptOfRow(row: ReceiptRow): Receipt {
  const { user_id, kind, source, silent_since } = row
  return { ...deliveryOfRow(row), userId: user_id, kind, source, silentSince: timeOrNull(silent_since) }
}

/** With whose session it was about, and since when its recipient is silent. */
function withSession(deliveries: SelectQueryBuilder<Schema & { d: DeliveryTable }, 'd', object>) {
  return deliveries
    .innerJoin('session as s', 's.id', 'd.session_id')
    .innerJoin('queue as q', 'q.number', 'd.queue_number')
    .selectAll('d')
    .select(['s.user_id', 's.kind', 's.source'])
    .select(sql<number | null>`iif(q.probe_at IS NULL, NULL, q.silent_since)`.as('silent_since'))
}
