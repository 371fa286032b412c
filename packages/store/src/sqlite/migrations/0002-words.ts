import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'
import { wordFields } from '../word-fields.ts'

/** The distinct values of the text fields and the index over their trigrams (docs/decisions/0003). */
export const words: Migration = {
  number: 2,
  name: 'words',
  up(connection) {
    connection.exec(`
      CREATE TABLE word (
        id INTEGER PRIMARY KEY,
        field INTEGER NOT NULL,
        value TEXT NOT NULL,
        folded TEXT NOT NULL,
        UNIQUE (field, folded, value)
      ) STRICT;
    `)
    for (const { number, column, trigrams, vocabulary } of wordFields) {
      connection.exec(`
        CREATE VIRTUAL TABLE ${trigrams} USING fts5 (
          folded, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
        );
        CREATE VIRTUAL TABLE ${vocabulary} USING fts5vocab (${trigrams}, 'row');
      `)
      connection.run(sql`
        INSERT INTO word (field, value, folded)
        SELECT DISTINCT ${number}, ${sql.ref(column)}, fold_case(${sql.ref(column)})
        FROM session WHERE in_grid = 1 AND ${sql.ref(column)} <> ''`)
      connection.run(sql`
        INSERT INTO ${sql.ref(trigrams)} (rowid, folded)
        SELECT id, padded(folded) FROM word WHERE field = ${number}`)
    }
  },
}
