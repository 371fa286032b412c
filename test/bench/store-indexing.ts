import { openConnection } from '../../packages/store/src/sqlite/connection.ts'
import { interleave } from './interleaved.ts'
import type { Table } from './table.ts'

const fts = `fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1')`

/** Building the trigrams of user ids: of each distinct one, and of each session. @param file a database of ours; left as it is */
export async function benchIndexing(file: string, rounds: number): Promise<Table> {
  const connection = openConnection({ file, readOnly: true, cacheMiB: 64 })
  const building = (select: string) => () => {
    connection.exec(`CREATE VIRTUAL TABLE temp.trigrams USING ${fts}; BEGIN`)
    connection.exec(`INSERT INTO temp.trigrams (rowid, text) ${select}; COMMIT; DROP TABLE temp.trigrams`)
  }
  const rows = await interleave(
    [
      { what: 'of distinct user ids', run: building('SELECT id, padded(folded) FROM word WHERE field = 0') },
      {
        what: 'of all sessions',
        run: building('SELECT number, padded(fold_case(user_id)) FROM session WHERE in_grid = 1'),
      },
    ],
    rounds,
  )
  connection.close()
  return { title: 'Building the trigrams of user ids', unit: 'ms', rows, notes: ['In a temporary database in memory.'] }
}
