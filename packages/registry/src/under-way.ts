import type { Delivery } from './closing.ts'
import { printQueue, queueOf } from './queue.ts'

/** The deliveries that are being told at this moment, and how many of each queue they are. */
export interface UnderWay {
  readonly size: number
  /** By `printQueue`; none of them is 0. */
  readonly counts: ReadonlyMap<string, number>
  get(id: string): Delivery | undefined
  all(): Delivery[]
  add(delivery: Delivery): void
  delete(id: string): void
  /**
   * What is read from the store while others of it are finished may be out of date when it arrives. Call it before reading.
   *
   * @returns whether a delivery that was read is neither under way nor was it meanwhile
   */
  beginReading(): (delivery: Delivery) => boolean
}

export function createUnderWay(): UnderWay {
  const all = new Map<string, Delivery>()
  const counts = new Map<string, number>()
  let finished = new Set<string>()
  const count = (delivery: Delivery, by: 1 | -1) => {
    const queue = printQueue(queueOf(delivery))
    const after = (counts.get(queue) ?? 0) + by
    if (after === 0) counts.delete(queue)
    else counts.set(queue, after)
  }
  return {
    get size() {
      return all.size
    },
    counts,
    get: (id) => all.get(id),
    all: () => Array.from(all.values()),
    add(delivery) {
      if (!all.has(delivery.id)) count(delivery, 1)
      all.set(delivery.id, delivery)
    },
    delete(id) {
      const delivery = all.get(id)
      if (!delivery) return
      all.delete(id)
      finished.add(id)
      count(delivery, -1)
    },
    beginReading() {
      const meanwhile = new Set<string>()
      finished = meanwhile
      return ({ id }) => !all.has(id) && !meanwhile.has(id)
    },
  }
}
