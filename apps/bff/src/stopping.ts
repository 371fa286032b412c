import type { House } from './house/ports.ts'
import type { Connections } from './serving/connections.ts'

/** For requests that are being answered: a page, a closure, the end of an export. What takes longer is cut. */
const answersMs = 3_500
/** For what comes after: deliveries under way, activity, the store. Five seconds in all. */
const endingMs = 1_200

export type StopOptions = {
  readonly house: Pick<House, 'end' | 'streams'> & { readonly ports: Pick<House['ports'], 'feeds'> }
  readonly connections: Connections
  readonly others: readonly ({ stop(): Promise<unknown> } | null | undefined)[]
}

/**
 * Stop gracefully: accept nothing new, ask held streams to come back, let requests in progress finish, store what is to be
 * stored.
 *
 * A long closure that is cut here stands as far as it went, and the next start finishes it; an export that is cut lacks its
 * last line.
 *
 * @returns what did not end in its time, by name; empty: all is well
 */
export async function stopWithin({ house, connections, others }: StopOptions): Promise<readonly string[]> {
  const late: string[] = []
  const answered = connections.finish()
  house.streams.drain()
  house.ports.feeds.drain()
  if (!(await endsWithin(answered, answersMs))) late.push('requests')
  connections.cut()
  const ended = Promise.all(others.map(async (other) => other?.stop())).then(() => house.end())
  if (!(await endsWithin(ended, endingMs))) late.push('deliveries or store')
  return late
}

async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const { promise: over, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), limitMs)
  try {
    return await Promise.race([work.then(() => true), over])
  } finally {
    clearTimeout(timer)
  }
}
