import { plausibleSessions } from '@curfew/registry/cast'
import { databaseName, prepareDirectory } from '../../packages/store/src/sqlite/directory.ts'
import { createEventLog } from '../../packages/store/src/sqlite/event-log.ts'
import { openDatabase } from '../../packages/store/src/sqlite/open-database.ts'
import { sessionWrites } from '../../packages/store/src/sqlite/session-writes.ts'
import { createWords } from '../../packages/store/src/sqlite/words.ts'

/** Three in the afternoon of the cast's working day. */
export const now = new Date('2026-03-02T15:00:00.000Z')

/** So many sessions in one transaction: a day's work done at once, not what a source sends. */
const batchSize = 20_000

/** Fill a new data directory with so many sessions, in the order in which they logged on. Some of them are not listed. */
export async function fillDirectory(directory: string, count: number): Promise<void> {
  await prepareDirectory(directory)
  const connection = openDatabase({ file: `${directory}/${databaseName}`, isNew: true, cacheMiB: 512 })
  const writes = sessionWrites(connection, createWords(connection), createEventLog(connection))
  const sessions = Array.from(plausibleSessions({ count, now })).sort(
    (one, other) => one.loggedOnAt.getTime() - other.loggedOnAt.getTime(),
  )
  for (let from = 0; from < count; from += batchSize) {
    // The cast has ten thousand in a million active in the very same millisecond; no day has.
    const batch = sessions.slice(from, from + batchSize).map((session, index) => ({
      ...session,
      lastActivityAt: new Date(session.lastActivityAt.getTime() - ((from + index) % 2_003)),
    }))
    connection.exec('BEGIN IMMEDIATE')
    writes.register(batch)
    for (const { id, command } of batch) if (command) writes.setCommand(id, command)
    connection.exec('COMMIT')
  }
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  connection.close()
}
