import type { DeliveryStatus } from '@curfew/contract'
import type { DeliveryStore, Receipt } from '@curfew/registry'
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
import { listed } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Reads = Pick<Synchronous<DeliveryStore>, 'countDeliveries' | 'receipts'>

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
      query
        .selectFrom('delivery as d')
        .innerJoin('session as s', 's.id', 'd.session_id')
        .selectAll('d')
        .select(['s.user_id', 's.kind', 's.source'])
        .where('d.closure_id', '=', closureId)
        .where('d.status', '=', status)
        .where('d.id', '>', afterId)
        .orderBy('d.id')
        .limit(limit),
    )
    .map((row) => ({ ...deliveryOfRow(row), userId: row.user_id, kind: row.kind, source: row.source }))
}
