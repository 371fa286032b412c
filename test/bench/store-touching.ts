import { sql } from 'kysely'
import { openConnection } from '../../packages/store/src/sqlite/connection.ts'
import { createEventLog } from '../../packages/store/src/sqlite/event-log.ts'
import { sessionWrites } from '../../packages/store/src/sqlite/session-writes.ts'
import { createWords } from '../../packages/store/src/sqlite/words.ts'
import { interleave } from './interleaved.ts'
import { now } from './store-data.ts'
import type { Table } from './table.ts'

/**
 * What a batch of touches costs: in the activity table, and in a table where activity is one more column of the session,
 * with the same two indexes on it.
 *
 * @param file a database of ours; a table is added to it
 */
export async function benchTouching(file: string, rounds: number): Promise<Table> {
  const connection = openConnection({ file, readOnly: false, cacheMiB: 64 })
  connection.exec(`
    CREATE TABLE wide AS SELECT s.*, a.at, a.deadline, a.idle_limit_ms, a.absolute_deadline
      FROM session AS s JOIN activity AS a ON a.session_number = s.number;
    CREATE UNIQUE INDEX wide_by_id ON wide (id);
    CREATE INDEX wide_by_at ON wide (at, id) WHERE in_grid = 1;
    CREATE INDEX wide_by_deadline ON wide (in_grid, deadline, id);
    PRAGMA wal_checkpoint(TRUNCATE)`)
  const ids = connection.all(sql<{ id: string }>`SELECT id FROM wide ORDER BY random() LIMIT 50000`).map(({ id }) => id)
  const writes = sessionWrites(connection, createWords(connection), createEventLog(connection))
  let touched = 0
  const next = (batchSize: number) => {
    touched += batchSize
    const at = new Date(now.getTime() + touched)
    return Array.from({ length: batchSize }, (_, index) => ({
      sessionId: ids[(touched + index) % ids.length] ?? '',
      at,
    }))
  }
  const committed = (write: () => void) => () => {
    connection.exec('BEGIN IMMEDIATE')
    write()
    connection.exec('COMMIT')
  }
  const wide = 'UPDATE wide SET at = ?, deadline = min(? + idle_limit_ms, absolute_deadline) WHERE id = ? AND at < ?'
  const touchWide = (batchSize: number) => {
    for (const { sessionId, at } of next(batchSize)) {
      const ms = at.getTime()
      connection.run({ sql: wide, values: [ms, ms, sessionId, ms] })
    }
  }
  const rows = await interleave(
    [1_000, 20_000].flatMap((size) => [
      {
        what: `${size.toLocaleString('en')} in the activity table`,
        run: committed(() => writes.recordActivity(next(size))),
      },
      { what: `${size.toLocaleString('en')} in the sessions’ own rows`, run: committed(() => touchWide(size)) },
    ]),
    rounds,
  )
  connection.exec('DROP TABLE wide')
  connection.close()
  return {
    title: 'Touching sessions, so many in one commit',
    unit: 'ms',
    rows,
    notes: ['Sessions all over the table, `synchronous=FULL`, both with indexes for the sort and for the sweep.'],
  }
}
