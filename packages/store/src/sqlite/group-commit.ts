import { type Answer, type Call, packFailure } from './calls.ts'
import type { Connection } from './connection.ts'

/** So many small writes share one commit at the most. */
const maxGroup = 200

export type Writing = {
  readonly connection: Connection
  readonly perform: (call: Call) => unknown
  /** Calls that are short enough to wait for one another; the others have a transaction to themselves. */
  readonly isSmall: (call: Call) => boolean
  /** Something that was written is not: forget what was concluded from it. */
  readonly onUndone: () => void
}

/**
 * Take calls from the front of the queue and write them durably: small ones together in one commit, another one alone. No
 * answer is given before the commit that it stands on.
 *
 * When one of them fails, all are undone and each is done again by itself, so that its failure takes nothing of the others
 * with it. (A savepoint for each would do, but SQLite then copies every page that is changed: five times the cost.)
 */
export function commitNext(writing: Writing, queue: Call[]): Answer[] {
  const large = queue.findIndex((call) => !writing.isSmall(call))
  const together = queue.splice(0, large === 0 ? 1 : Math.min(maxGroup, large < 0 ? queue.length : large))
  try {
    return commit(writing, together)
  } catch (error) {
    writing.onUndone()
    const [alone, ...others] = together
    if (alone && others.length === 0) return [{ call: alone.call, failure: packFailure(error) }]
    return together.flatMap((call) => commitNext(writing, [call]))
  }
}

function commit({ connection, perform }: Writing, calls: readonly Call[]): Answer[] {
  connection.exec('BEGIN IMMEDIATE')
  try {
    const answers = calls.map((call) => ({ call: call.call, value: perform(call) }))
    connection.exec('COMMIT')
    return answers
  } catch (error) {
    // On a full disk SQLite may have given the transaction up by itself.
    if (connection.isInTransaction) connection.exec('ROLLBACK')
    throw error
  }
}
