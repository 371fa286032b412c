import type { DeliveryStatus } from '@curfew/contract'
import { advanceDelivery, compareText, type Delivery, type DeliveryStore, type Receipt } from '@curfew/registry'
import { deliveryCountsOf, parseReceiptPosition, printReceiptPosition, receiptOrder } from '../receipt-order.ts'
import { addTo, type Tables } from './tables.ts'

/** Deliveries and the receipts that they become. */
export function deliveryStore(tables: Tables): DeliveryStore {
  const { deliveries } = tables

  return {
    async dueDeliveries(now, limit, exceptRecipients) {
      return waiting(deliveries.values())
        .filter(({ delivery, dueAt }) => dueAt <= now && !exceptRecipients.includes(delivery.recipient))
        .sort(
          (one, other) =>
            one.dueAt.getTime() - other.dueAt.getTime() || compareText(one.delivery.id, other.delivery.id),
        )
        .slice(0, limit)
        .map(({ delivery }) => delivery)
    },
    async nextDueAt(now) {
      const earliest = waiting(deliveries.values())
        .filter(({ dueAt }) => dueAt > now)
        .reduce((least, { dueAt }) => Math.min(least, dueAt.getTime()), Infinity)
      return earliest === Infinity ? null : new Date(earliest)
    },

    async advanceDeliveries(steps) {
      const advanced = new Map<string, Delivery>()
      for (const step of steps) {
        const delivery = advanced.get(step.deliveryId) ?? deliveries.get(step.deliveryId)
        if (delivery) advanced.set(delivery.id, advanceDelivery(delivery, step))
      }
      for (const delivery of advanced.values()) keepDelivery(tables, delivery)
      return Array.from(advanced.values())
    },
    async retryUnreachable(closureId, at) {
      const unreachable = ofClosure(closureId).filter(({ status }) => status === 'unreachable')
      for (const delivery of unreachable)
        keepDelivery(
          tables,
          advanceDelivery(delivery, { deliveryId: delivery.id, to: 'pending', at, nextAttemptAt: at }),
        )
      return unreachable.length
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

export function keepDelivery(tables: Tables, delivery: Delivery) {
  tables.deliveries.set(delivery.id, delivery)
  addTo(tables.deliveriesBySession, delivery.sessionId, delivery.id)
  if (delivery.closureId !== null) addTo(tables.deliveriesByClosure, delivery.closureId, delivery.id)
}

function waiting(deliveries: Iterable<Delivery>): { delivery: Delivery; dueAt: Date }[] {
  return Array.from(deliveries).flatMap((delivery) =>
    delivery.nextAttemptAt ? { delivery, dueAt: delivery.nextAttemptAt } : [],
  )
}

function countsOf(deliveries: readonly Delivery[]) {
  const counted = new Map<DeliveryStatus, number>()
  for (const { status } of deliveries) counted.set(status, (counted.get(status) ?? 0) + 1)
  return deliveryCountsOf(counted)
}

function receiptOf(tables: Tables, delivery: Delivery): Receipt | [] {
  const session = tables.sessions.get(delivery.sessionId)
  if (!session) return []
  const { userId, kind, source } = session
  return { ...delivery, userId, kind, source }
}
