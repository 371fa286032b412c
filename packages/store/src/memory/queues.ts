import {
  advanceCircuit,
  begunIn,
  type Circuit,
  closedCircuit,
  compareText,
  type Delivery,
  type DeliveryStep,
  type DeliveryStore,
  givenUpDelivery,
  isListed,
  printQueue,
  type QueueName,
  queueOf,
  type RetryOf,
  retriedDelivery,
  roomIn,
} from '@curfew/registry'
import { noteReceipt } from './events.ts'
import { addTo, type Tables, takeFrom } from './tables.ts'

type Names = 'dueDeliveries' | 'nextDueAt' | 'giveUpExpired' | 'recipientQueues' | 'retryDeliveries'

/** Whose deliveries wait together, and with whom it is found out first whether they answer. */
export function queueStore(tables: Tables): Pick<DeliveryStore, Names> {
  const { deliveries, queues } = tables
  const idsIn = (name: string) => Array.from(tables.waitingByQueue.get(name) ?? [])
  const waitingIn = (name: string) => idsIn(name).flatMap((id) => withDue(deliveries.get(id)))
  const firstOf = (name: string, most: number) => waitingIn(name).sort(byDue).slice(0, most)
  const keepAll = (some: readonly Delivery[]) => {
    for (const delivery of some) keepDelivery(tables, delivery)
  }

  return {
    async dueDeliveries(now, limit, room) {
      const found: Delivery[] = []
      let fresh = 0
      const due = Array.from(queues, ([name, { channel, recipient, circuit }]) => {
        const places = roomIn({ channel, recipient, probeAt: circuit.probeAt }, room, now)
        const begun = begunIn({ channel, recipient }, room)
        const first = places === 0 ? [] : firstOf(name, places + begun).filter(({ dueAt }) => dueAt <= now)
        return { first, begun }
      })
      for (const { first, begun } of due.sort((one, other) => compareFirst(one.first[0], other.first[0]))) {
        if (fresh >= limit) break
        const taken = first.slice(0, limit - fresh + begun)
        found.push(...taken.map(({ delivery }) => delivery))
        fresh += Math.max(0, taken.length - begun)
      }
      return found
    },
    async nextDueAt(now) {
      const times = Array.from(queues, ([name, { circuit }]) =>
        Math.max(leastDueMs(waitingIn(name)), circuit.probeAt?.getTime() ?? 0),
      )
      const next = times.filter((ms) => ms > now.getTime()).reduce((least, ms) => Math.min(least, ms), Infinity)
      return next === Infinity ? null : new Date(next)
    },
    async recipientQueues() {
      const givenUp = Array.from(deliveries.values()).filter(({ givenUpAt }) => givenUpAt !== null)
      const count = (some: readonly Delivery[]) => some.filter((delivery) => isCounted(tables, delivery)).length
      return Array.from(queues, ([name, { channel, recipient, circuit }]) => ({
        channel,
        recipient,
        ...circuit,
        waiting: count(waitingIn(name).map(({ delivery }) => delivery)),
        givenUp: count(givenUp.filter((delivery) => printQueue(queueOf(delivery)) === name)),
      })).filter(({ recipient }) => recipient !== '')
    },
    async giveUpExpired(of, at, limit) {
      const name = printQueue(queueOf(of))
      const circuit = queues.get(name)?.circuit
      if (!circuit?.probeAt) return []
      const expired = firstOf(name, limit).filter(({ delivery, dueAt }) => dueAt <= at && delivery.giveUpAt <= at)
      return expired.map(({ delivery }) => {
        const after = givenUpDelivery(delivery, at, circuit.cause)
        keepDelivery(tables, after)
        noteReceipt(tables, delivery, after, at)
        return after
      })
    },
    async retryDeliveries(which, at, limit) {
      const found = wantedBy(tables, which, at)
      const retried = found.slice(0, limit).flatMap((delivery) => retriedDelivery(delivery, at) ?? [])
      keepAll(retried)
      for (const [name, queue] of queues)
        if (queue.circuit.probeAt && isConcerned(name, which, found))
          queues.set(name, { ...queue, circuit: { ...queue.circuit, probeAt: at } })
      return {
        retried: retried.length,
        closureIds: Array.from(new Set(retried.flatMap(({ closureId }) => closureId ?? []))),
      }
    },
  }
}

/** Put a delivery's new state in the place of the old one, and everywhere it can be found by. */
export function keepDelivery(tables: Tables, delivery: Delivery) {
  const queue = queueOf(delivery)
  const name = printQueue(queue)
  if (!tables.queues.has(name)) tables.queues.set(name, { ...queue, circuit: closedCircuit })
  tables.deliveries.set(delivery.id, delivery)
  addTo(tables.deliveriesBySession, delivery.sessionId, delivery.id)
  if (delivery.closureId !== null) addTo(tables.deliveriesByClosure, delivery.closureId, delivery.id)
  if (delivery.nextAttemptAt) addTo(tables.waitingByQueue, name, delivery.id)
  else takeFrom(tables.waitingByQueue, name, delivery.id)
}

/** What an attempt has taught of its recipient. */
export function advanceQueue(tables: Tables, delivery: Delivery, step: DeliveryStep) {
  const name = printQueue(queueOf(delivery))
  const queue = tables.queues.get(name)
  if (!queue || queue.recipient === '') return
  const circuit: Circuit = advanceCircuit(queue.circuit, step)
  if (circuit === queue.circuit) return
  tables.queues.set(name, { ...queue, circuit })
  if (circuit !== closedCircuit) return
  for (const id of tables.waitingByQueue.get(name) ?? []) {
    const waiting = tables.deliveries.get(id)
    if (waiting?.status === 'unreachable' && waiting.nextAttemptAt && waiting.nextAttemptAt > step.at)
      tables.deliveries.set(id, { ...waiting, nextAttemptAt: step.at })
  }
}

type Due = { readonly delivery: Delivery; readonly dueAt: Date }

function withDue(delivery: Delivery | undefined): Due[] {
  return delivery?.nextAttemptAt ? [{ delivery, dueAt: delivery.nextAttemptAt }] : []
}

function byDue(one: Due, other: Due): number {
  return one.dueAt.getTime() - other.dueAt.getTime() || compareText(one.delivery.id, other.delivery.id)
}

function leastDueMs(waiting: readonly Due[]): number {
  return waiting.reduce((least, { dueAt }) => Math.min(least, dueAt.getTime()), Infinity)
}

function compareFirst(one: Due | undefined, other: Due | undefined): number {
  return (one?.dueAt.getTime() ?? 0) - (other?.dueAt.getTime() ?? 0)
}

export function isCounted({ sessions }: Tables, { sessionId }: Delivery): boolean {
  const session = sessions.get(sessionId)
  return session !== undefined && isListed(session)
}

function wantedBy(tables: Tables, which: RetryOf, at: Date): Delivery[] {
  if ('deliveryId' in which) return [tables.deliveries.get(which.deliveryId)].flatMap((one) => one ?? [])
  const unreachable = Array.from(tables.deliveries.values()).filter(({ status }) => status === 'unreachable')
  if ('closureId' in which) return unreachable.filter(({ closureId }) => closureId === which.closureId)
  const name = printQueue(queueOf(which))
  return unreachable.filter(
    (delivery) =>
      printQueue(queueOf(delivery)) === name &&
      (delivery.givenUpAt !== null || (delivery.nextAttemptAt !== null && delivery.nextAttemptAt > at)),
  )
}

function isConcerned(name: string, which: RetryOf, found: readonly Delivery[]): boolean {
  if ('closureId' in which) return true
  const concerned: QueueName | undefined = 'deliveryId' in which ? found[0] : which
  return concerned !== undefined && printQueue(queueOf(concerned)) === name
}
