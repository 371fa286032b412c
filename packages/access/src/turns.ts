import { CurfewError } from '@curfew/contract'

/** What happens at this moment in this process, by store: nothing here outlives the work that it counts. */
type Now = {
  readonly turns: Map<string, { last: Promise<unknown>; waiting: number }>
  readonly underWay: Map<string, number>
}
const nows = new WeakMap<object, Now>()

/**
 * Do `work` when all earlier work under the same key is over, so that what one attempt teaches is known to the next.
 *
 * @param mostWaiting where each may take long: more would only hold connections open
 * @throws CurfewError `too-many-attempts`: so many are waiting already; nothing was done
 */
export async function inTurn<Result>(
  store: object,
  key: string,
  work: () => Promise<Result>,
  mostWaiting = Number.POSITIVE_INFINITY,
): Promise<Result> {
  const { turns } = nowOf(store)
  const turn = turns.get(key) ?? { last: Promise.resolve(), waiting: 0 }
  if (turn.waiting >= mostWaiting) {
    const detail = 'Too many attempts are waiting to be judged. Nothing was changed; try again in a moment.'
    throw new CurfewError('too-many-attempts', detail, { retryAfterSeconds: 1 })
  }
  turns.set(key, turn)
  turn.waiting += 1
  const mine = turn.last.then(work)
  turn.last = mine.then(
    () => undefined,
    () => undefined,
  )
  try {
    return await mine
  } finally {
    turn.waiting -= 1
    if (turn.waiting === 0) turns.delete(key)
  }
}

/**
 * Do `work` while it counts as under way under each of the keys.
 *
 * @param work is told how many were under way under each key when it began, in the order of the keys
 */
export async function underWay<Result>(
  store: object,
  keys: readonly string[],
  work: (ahead: readonly number[]) => Promise<Result>,
): Promise<Result> {
  const counts = nowOf(store).underWay
  const ahead = keys.map((key) => counts.get(key) ?? 0)
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  try {
    return await work(ahead)
  } finally {
    for (const key of keys) {
      const left = (counts.get(key) ?? 1) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    }
  }
}

function nowOf(store: object): Now {
  const known = nows.get(store)
  if (known) return known
  const now: Now = { turns: new Map(), underWay: new Map() }
  nows.set(store, now)
  return now
}
