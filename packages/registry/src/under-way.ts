import type { Delivery } from './closing.ts'
import { printQueue, queueOf } from './queue.ts'

/** The deliveries that are being told at this moment or have just been, and how many of each queue they are. */
export interface UnderWay {
  readonly size: number
  /** Those that are being told, by `printQueue`; none of them is 0. */
  readonly counts: ReadonlyMap<string, number>
  /** Those that have been told, whose outcome is not stored yet. */
  readonly told: ReadonlyMap<string, number>
  get(id: string): Delivery | undefined
  all(): Delivery[]
  add(delivery: Delivery): void
  /** It was told: another one may be told in its place. */
  finish(id: string): void
  /** Its outcome is stored. */
  delete(id: string): void
  /**
   * What is read from the store while others of it are finished may be out of date when it arrives. Call it before reading.
   *
   * @returns whether a delivery that was read is neither under way nor was it meanwhile
   */
  beginReading(): (delivery: Delivery) => boolean
}

export function createUnderWay(): UnderWay {
  const all = new Map<string, { readonly delivery: Delivery; readonly queue: string; isTold: boolean }>()
  const counts = new Map<string, number>()
  const told = new Map<string, number>()
  let stored = new Set<string>()
  return {
    get size() {
      return all.size
    },
    counts,
    told,
    get: (id) => all.get(id)?.delivery,
    all: () => Array.from(all.values(), ({ delivery }) => delivery),
    add(delivery) {
      if (all.has(delivery.id)) return
      const queue = printQueue(queueOf(delivery))
      all.set(delivery.id, { delivery, queue, isTold: false })
      count(counts, queue, 1)
    },
    finish(id) {
      const one = all.get(id)
      if (!one || one.isTold) return
      one.isTold = true
      count(counts, one.queue, -1)
      count(told, one.queue, 1)
    },
    delete(id) {
      const one = all.get(id)
      if (!one) return
      all.delete(id)
      stored.add(id)
      count(one.isTold ? told : counts, one.queue, -1)
    },
    beginReading() {
      const meanwhile = new Set<string>()
      stored = meanwhile
      return ({ id }) => !all.has(id) && !meanwhile.has(id)
    },
  }
}

function count(counts: Map<string, number>, queue: string, by: 1 | -1): void {
  const after = (counts.get(queue) ?? 0) + by
  if (after === 0) counts.delete(queue)
  else counts.set(queue, after)
}
