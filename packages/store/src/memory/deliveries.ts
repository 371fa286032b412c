import type { DeliveryStatus } from '@curfew/contract'
import { advanceDelivery, compareText, type Delivery, type DeliveryStore } from '@curfew/registry'
import { deliveryCountsOf, parseReceiptPosition, printReceiptPosition, receiptOrder } from '../receipt-order.ts'
import { noteReceipt } from './events.ts'
import { givenUpStore } from './given-up.ts'
import { advanceQueue, isCounted, keepDelivery, queueStore } from './queues.ts'
import { receiptOf } from './receipts.ts'
import { speedStore } from './speed.ts'
import type { Tables } from './tables.ts'

/** Deliveries and the receipts that they become. */
export function deliveryStore(tables: Tables): DeliveryStore {
  const { deliveries } = tables

  return {
    ...queueStore(tables),
    ...givenUpStore(tables),
    ...speedStore(tables),
    async advanceDeliveries(steps) {
      const advanced = new Map<string, Delivery>()
      for (const step of steps) {
        const delivery = advanced.get(step.deliveryId) ?? deliveries.get(step.deliveryId)
        if (!delivery) continue
        const after = advanceDelivery(delivery, step)
        advanced.set(delivery.id, after)
        noteReceipt(tables, delivery, after, step.at)
      }
      for (const delivery of advanced.values()) keepDelivery(tables, delivery)
      for (const step of steps) {
        const delivery = advanced.get(step.deliveryId)
        if (delivery) advanceQueue(tables, delivery, step)
      }
      return Array.from(advanced.values())
    },
    async deliveryById(id) {
      return deliveries.get(id)
    },
    async deliveriesOfSession(sessionId) {
      return byId(tables.deliveriesBySession.get(sessionId))
    },
    async countDeliveries(closureIds) {
      return new Map(closureIds.map((id) => [id, countsOf(ofClosure(id))]))
    },
    async receiptById(deliveryId) {
      const delivery = deliveries.get(deliveryId)
      return delivery && isCounted(tables, delivery) ? [receiptOf(tables, delivery)].flat()[0] : undefined
    },
    async receiptsAfter(closureId, afterId, limit) {
      return ofClosure(closureId)
        .filter(({ id }) => compareText(id, afterId) > 0)
        .slice(0, limit)
        .flatMap((delivery) => receiptOf(tables, delivery))
    },
    async receipts(closureId, statuses, limit, cursor) {
      const after = cursor === null ? null : parseReceiptPosition(closureId, cursor)
      const wanted = ofClosure(closureId)
        .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
        .map((delivery) => ({ delivery, rank: receiptOrder.indexOf(delivery.status) }))
        .filter(
          ({ delivery, rank }) =>
            !after || rank > after.rank || (rank === after.rank && compareText(delivery.id, after.id) > 0),
        )
        .sort((one, other) => one.rank - other.rank || compareText(one.delivery.id, other.delivery.id))
      const page = wanted.slice(0, limit)
      const last = page.at(-1)
      const items = page.flatMap(({ delivery }) => receiptOf(tables, delivery))
      const nextCursor =
        last && wanted.length > limit
          ? printReceiptPosition(closureId, { rank: last.rank, id: last.delivery.id })
          : null
      return { items, nextCursor }
    },
  }

  function ofClosure(closureId: string): Delivery[] {
    return byId(tables.deliveriesByClosure.get(closureId))
  }
  function byId(ids: ReadonlySet<string> | undefined): Delivery[] {
    return Array.from(ids ?? [])
      .sort(compareText)
      .flatMap((id) => deliveries.get(id) ?? [])
  }
}

function countsOf(deliveries: readonly Delivery[]) {
  const counted = new Map<DeliveryStatus, number>()
  for (const { status } of deliveries) counted.set(status, (counted.get(status) ?? 0) + 1)
  return deliveryCountsOf(counted)
}
