/** What waits, in lanes that are served in turn: a lane that is full of things delays no other. */
export type FairQueue<Item> = {
  /** False: there is no room, and the item is not kept. */
  add(lane: string, item: Item): boolean
  /** Whether `add` would keep an item, so that nobody need prepare one in vain. */
  hasRoom(lane: string): boolean
  /** Up to `most` items, one from each lane in turn; within a lane in the order of their coming. */
  take(most: number): Item[]
  readonly length: number
}

export type FairQueueLimits = {
  /** Of one lane. */
  readonly maxPerLane: number
  /** Of all lanes together. When it is reached, lanes that have nothing waiting still get one item in. */
  readonly maxTotal: number
}

type Lane<Item> = { readonly items: Item[]; taken: number }

/** A queue of bounded memory in which lanes take turns. */
export function createFairQueue<Item>({ maxPerLane, maxTotal }: FairQueueLimits): FairQueue<Item> {
  /** Only lanes with something waiting; the first is next. */
  const lanes = new Map<string, Lane<Item>>()
  let length = 0

  const hasRoom = (name: string) => {
    const lane = lanes.get(name)
    return lane === undefined || (length < maxTotal && lane.items.length - lane.taken < maxPerLane)
  }
  const takeFrom = (name: string, lane: Lane<Item>): Item | undefined => {
    const item = lane.items[lane.taken]
    lane.taken += 1
    // Served: to the end of the line, or out of it.
    lanes.delete(name)
    if (lane.taken < lane.items.length) lanes.set(name, compact(lane))
    length -= 1
    return item
  }

  return {
    hasRoom,
    add(name, item) {
      if (!hasRoom(name)) return false
      const lane = lanes.get(name)
      if (lane === undefined) lanes.set(name, { items: [item], taken: 0 })
      else lane.items.push(item)
      length += 1
      return true
    },
    take(most) {
      const items: Item[] = []
      // Lanes that go to the end while this runs are visited again: that is the turn-taking.
      for (const [name, lane] of lanes) {
        if (items.length >= most) break
        const item = takeFrom(name, lane)
        if (item !== undefined) items.push(item)
      }
      return items
    },
    get length() {
      return length
    },
  }
}

/** Let go of what was taken, seldom enough to cost nothing. */
function compact<Item>(lane: Lane<Item>): Lane<Item> {
  if (lane.taken < 64 || lane.taken * 2 < lane.items.length) return lane
  return { items: lane.items.slice(lane.taken), taken: 0 }
}
