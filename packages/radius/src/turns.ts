/** Lets only so many in at a time, by name; the others wait in their order. Names do not wait for one another. */
export type Turns = {
  /** Resolves with what is to be called when done; undefined when too many wait already, or all were sent away. */
  enter(name: string): Promise<(() => void) | undefined>
  /** Those who wait resolve with undefined, and so does everyone from now on. */
  sendAway(): void
  /** How many are in or wait, of that name. */
  count(name: string): number
}

export type TurnsLimits = { readonly maxInside: number; readonly maxWaiting: number }

type Room = { inside: number; readonly waiting: ((leave: (() => void) | undefined) => void)[] }

export function createTurns({ maxInside, maxWaiting }: TurnsLimits): Turns {
  const rooms = new Map<string, Room>()
  let isClosed = false

  const leaver = (name: string, room: Room) => () => {
    const next = room.waiting.shift()
    if (next !== undefined) return next(leaver(name, room))
    room.inside -= 1
    if (room.inside === 0) rooms.delete(name)
  }

  return {
    enter(name) {
      const room = rooms.get(name) ?? { inside: 0, waiting: [] }
      if (isClosed || room.waiting.length >= maxWaiting) return Promise.resolve(undefined)
      rooms.set(name, room)
      if (room.inside >= maxInside) return new Promise((resolve) => room.waiting.push(resolve))
      room.inside += 1
      return Promise.resolve(leaver(name, room))
    },
    sendAway() {
      isClosed = true
      for (const { waiting } of rooms.values()) for (const resolve of waiting.splice(0)) resolve(undefined)
    },
    count(name) {
      const room = rooms.get(name)
      return room === undefined ? 0 : room.inside + room.waiting.length
    },
  }
}
