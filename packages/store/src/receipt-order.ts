import { type DeliveryCounts, type DeliveryStatus, deliveryStatuses } from '@curfew/contract'
import { type CursorValue, foreignCursor, parseCursor, printCursor } from './cursor.ts'

/** Those that need attention first. */
export const receiptOrder = [
  'refused',
  'unreachable',
  'pending',
  'sent',
  'acknowledged',
  'verified',
] as const satisfies readonly DeliveryStatus[]

/** Where a page of receipts ended: the status as its number in `receiptOrder`, and the delivery's id. */
export type ReceiptPosition = { readonly rank: number; readonly id: string }

export function printReceiptPosition(closureId: string, { rank, id }: ReceiptPosition): string {
  return printCursor(orderOf(closureId), [rank, id])
}

/** @throws CurfewError `invalid-request`: no cursor, or one of another closure */
export function parseReceiptPosition(closureId: string, cursor: string): ReceiptPosition {
  const [rank, id]: readonly CursorValue[] = parseCursor(cursor, orderOf(closureId), 2)
  if (typeof rank !== 'number' || typeof id !== 'string') throw foreignCursor()
  return { rank, id }
}

/** Counts by status, complete and with their total. */
export function deliveryCountsOf(counted: ReadonlyMap<DeliveryStatus, number>): DeliveryCounts {
  const counts = { total: 0, pending: 0, sent: 0, acknowledged: 0, verified: 0, refused: 0, unreachable: 0 }
  for (const status of deliveryStatuses) {
    counts[status] = counted.get(status) ?? 0
    counts.total += counts[status]
  }
  return counts
}

function orderOf(closureId: string): string {
  return `receipts of ${closureId}`
}
