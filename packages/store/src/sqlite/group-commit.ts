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
 * Take calls from the front of the queue and write them durably: small ones together in one commit, another one alone.
 * Each has its own savepoint, so that one that fails takes nothing of the others with it; and no answer is given before
 * the commit that it stands on.
 */
export function commitNext(writing: Writing, queue: Call[]): Answer[] {
  const large = queue.findIndex((call) => !writing.isSmall(call))
  const together = queue.splice(0, large === 0 ? 1 : Math.min(maxGroup, large < 0 ? queue.length : large))
  try {
    return commit(writing, together)
  } catch (error) {
    writing.onUndone()
    const [alone, ...others] = together
    if (!alone) return []
    if (others.length === 0) return [{ call: alone.call, failure: packFailure(error) }]
    // The commit failed, or SQLite gave the whole transaction up. What one of them asked too much of, the others may not have.
    return together.flatMap((call) => commitNext(writing, [call]))
  }
}

function commit(writing: Writing, calls: readonly Call[]): Answer[] {
  const { connection } = writing
  connection.exec('BEGIN IMMEDIATE')
  try {
    const answers = calls.map((call) => attempt(writing, call))
    connection.exec('COMMIT')
    return answers
  } catch (error) {
    if (connection.isInTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

/** @throws when the transaction is lost; a failure of this call alone is an answer */
function attempt({ connection, perform, onUndone }: Writing, call: Call): Answer {
  connection.exec('SAVEPOINT one_call')
  try {
    const value = perform(call)
    connection.exec('RELEASE one_call')
    return { call: call.call, value }
  } catch (error) {
    if (!connection.isInTransaction) throw error
    connection.exec('ROLLBACK TO one_call')
    connection.exec('RELEASE one_call')
    onUndone()
    return { call: call.call, failure: packFailure(error) }
  }
}
