/** Numbers from 0 up to but not 1, the same ones for the same seed (mulberry32). Good enough to look plausible, and fast. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The item at a place that is found by wrapping around. */
export function at<Item>(items: readonly Item[], place: number): Item {
  const item = items[((place % items.length) + items.length) % items.length]
  if (item === undefined) throw new RangeError('There is nothing to pick from.')
  return item
}

export function pick<Item>(items: readonly Item[], chance: () => number): Item {
  return at(items, Math.floor(chance() * items.length))
}

/** Picks by weight. */
export function weighted<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
): (chance: () => number) => Item {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0)
  return (chance) => {
    let left = chance() * total
    return items.find((item) => (left -= weightOf(item)) < 0) ?? at(items, -1)
  }
}

/**
 * An id as `newId` makes one at that time, its random part from `chance`.
 *
 * @see RFC 9562 §5.7
 */
export function idAt(time: Date, chance: () => number): string {
  const ms = time.getTime().toString(16).padStart(12, '0')
  const random = hex(chance) + hex(chance) + hex(chance)
  const variant = '89ab'[Math.floor(chance() * 4)]
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 18)}`
}

function hex(chance: () => number): string {
  return Math.floor(chance() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
}
