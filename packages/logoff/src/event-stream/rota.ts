/** Members that are visited in turn: each exactly once a round, a part of them at every tick. */
export interface Rota<Member> {
  add(member: Member): void
  remove(member: Member): void
  /** The members whose turn it is now. */
  next(): Iterable<Member>
}

/**
 * Spread the members evenly over the ticks of a round, so that no tick has to visit them all at once.
 *
 * @param ticks how many ticks a round has
 */
export function createRota<Member>(ticks: number): Rota<Member> {
  const turns = Array.from({ length: ticks }, () => new Set<Member>())
  const turnOf = new Map<Member, Set<Member>>()
  let current = 0

  return {
    add(member) {
      const turn = turns.reduce((least, turn) => (turn.size < least.size ? turn : least))
      turn.add(member)
      turnOf.set(member, turn)
    },
    remove(member) {
      turnOf.get(member)?.delete(member)
      turnOf.delete(member)
    },
    next() {
      const turn = turns[current % ticks]
      current += 1
      return turn ?? []
    },
  }
}
