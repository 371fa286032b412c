import { plausibleSessions } from '@curfew/registry/cast'
import { databaseName, inspectDatabase, prepareDirectory } from '../../packages/store/src/sqlite/directory.ts'
import { openDatabase } from '../../packages/store/src/sqlite/open-database.ts'
import { sessionWrites } from '../../packages/store/src/sqlite/session-writes.ts'
import { createWords } from '../../packages/store/src/sqlite/words.ts'

/** Three in the afternoon of the cast's working day. */
export const now = new Date('2026-03-02T15:00:00.000Z')

/** So many sessions in one transaction: it is a day's work done at once, not what a source sends. */
const batchSize = 20_000

/**
 * A data directory with so many sessions, in the order in which they logged on.
 *
 * @returns how long that took, in milliseconds for a thousand sessions, batch by batch
 */
export async function fillDirectory(directory: string, count: number): Promise<number[]> {
  await prepareDirectory(directory)
  await inspectDatabase(directory)
  const connection = openDatabase({ file: `${directory}/${databaseName}`, isNew: true, cacheMiB: 512 })
  const writes = sessionWrites(connection, createWords(connection))
  const sessions = Array.from(plausibleSessions({ count, now })).sort(
    (one, other) => one.loggedOnAt.getTime() - other.loggedOnAt.getTime(),
  )
  const times: number[] = []
  for (let from = 0; from < count; from += batchSize) {
    const batch = sessions.slice(from, from + batchSize)
    const began = performance.now()
    connection.exec('BEGIN IMMEDIATE')
    writes.register(batch)
    writes.recordActivity(batch.map(({ id, lastActivityAt }) => ({ sessionId: id, at: lastActivityAt })))
    for (const { id, command } of batch) if (command) writes.setCommand(id, command)
    connection.exec('COMMIT')
    times.push(((performance.now() - began) / batch.length) * 1_000)
  }
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  connection.close()
  return times
}
