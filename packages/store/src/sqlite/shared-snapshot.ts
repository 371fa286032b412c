import type { Connection } from './connection.ts'

export type SharedSnapshot = {
  /** What is read from now on, until control is given away, sees all that the writer has answered. */
  enter(): void
  /** Nothing is read any more, or not for now. */
  end(): void
}

/** So long the writer may be kept from emptying its log by a snapshot that nothing new has put an end to. */
const longestMs = 10

/**
 * One snapshot for all that is looked up until the writer has answered again, for a few milliseconds at most. Beginning one for each
 * look-up costs as much as what it looks up: locks are taken, and once something was written each snapshot begins with an empty
 * page cache.
 *
 * @param answered how often the writer has: nobody has been told of what is written before that, and after it everybody sees it
 */
export function sharedSnapshot(connection: Connection, answered: () => number): SharedSnapshot {
  let version = -1
  let isOpen = false
  let isEndDue = false
  const end = () => {
    if (!isOpen) return
    isOpen = false
    connection.run(commit)
  }
  const endLater = () => {
    if (isEndDue) return
    isEndDue = true
    setTimeout(() => {
      isEndDue = false
      end()
    }, longestMs)
  }
  return {
    enter() {
      const now = answered()
      if (isOpen && now === version) return
      end()
      connection.run(begin)
      isOpen = true
      version = now
      endLater()
    },
    end,
  }
}

const begin = { sql: 'BEGIN', values: [] }
const commit = { sql: 'COMMIT', values: [] }
