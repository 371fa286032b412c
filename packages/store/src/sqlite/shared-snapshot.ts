import type { Connection } from './connection.ts'

export type SharedSnapshot = {
  /** What is read from now on, in this turn of the event loop, sees all that the writer has answered. */
  enter(): void
  /** Nothing is read any more, or not in this turn. */
  end(): void
}

/**
 * One snapshot for all that is looked up in one turn of the event loop. Beginning one for each look-up costs as much as what
 * it looks up: locks are taken, and once something was written each snapshot begins with an empty page cache.
 *
 * @param answered how often the writer has: nobody has been told of what is written before that, and after it everybody sees it
 */
export function sharedSnapshot(connection: Connection, answered: () => number): SharedSnapshot {
  let version = -1
  let isOpen = false
  const end = () => {
    if (!isOpen) return
    isOpen = false
    connection.run(commit)
  }
  return {
    enter() {
      const now = answered()
      if (isOpen && now === version) return
      end()
      connection.run(begin)
      isOpen = true
      version = now
      setImmediate(end)
    },
    end,
  }
}

const begin = { sql: 'BEGIN', values: [] }
const commit = { sql: 'COMMIT', values: [] }
