import { foldCase } from '@curfew/contract'
import type { NewSession } from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import { padded, type WordField, wordFields } from './word-fields.ts'

/** So many words are known to be there without asking. */
const maxKnown = 200_000

/** Keeps the index of words: a superset of the values in the grid (docs/decisions/0003). */
export type Words = {
  /** Called in the transaction that puts the session into the grid. */
  add(session: Pick<NewSession, WordField['field']>): void
  /** Called once sessions with these values were forgotten: those that no session of the grid has any more go. */
  forget(values: readonly (readonly [WordField, string])[]): void
  /** What was added may have been undone. */
  distrust(): void
}

export function createWords(connection: Connection): Words {
  const known = new Set<string>()

  return {
    add(session) {
      for (const field of wordFields) {
        const value = session[field.field]
        const key = `${field.number} ${value}`
        if (value === '' || known.has(key)) continue
        const folded = foldCase(value)
        const word = connection.first(insertWord({ field: field.number, value, folded }))
        if (word) connection.run(indexing(field).insert({ id: word.id, folded: padded(folded) }))
        if (known.size >= maxKnown) known.clear()
        known.add(key)
      }
    },
    forget(values) {
      for (const [field, value] of values) {
        const folded = foldCase(value)
        const word = connection.first(findWord({ field: field.number, value, folded }))
        if (!word || connection.first(indexing(field).use({ value }))) continue
        connection.run(indexing(field).remove({ id: word.id, folded: padded(folded) }))
        connection.run(deleteWord({ id: word.id }))
        known.delete(`${field.number} ${value}`)
      }
    },
    distrust() {
      known.clear()
    },
  }
}

type Word = { field: number; value: string; folded: string }

/** Gives the new word, and nothing when it is there already. */
const insertWord = prepare<Word, { id: number }>(({ field, value, folded }) =>
  query
    .insertInto('word')
    .values({ field, value, folded })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)
const findWord = prepare<Word, { id: number }>(({ field, value, folded }) =>
  query
    .selectFrom('word')
    .select('id')
    .where('field', '=', field)
    .where('folded', '=', folded)
    .where('value', '=', value),
)
const deleteWord = prepare<{ id: number }, object>(({ id }) => query.deleteFrom('word').where('id', '=', id))

type Indexing = ReturnType<typeof indexingOf>
const indexings = new Map<number, Indexing>()

function indexing(field: WordField): Indexing {
  const known = indexings.get(field.number) ?? indexingOf(field)
  indexings.set(field.number, known)
  return known
}

function indexingOf({ column, trigrams }: WordField) {
  const table = sql.ref(trigrams)
  type Entry = { id: number; folded: string }
  return {
    insert: prepare<Entry, object>(
      ({ id, folded }) => sql<object>`INSERT INTO ${table} (rowid, folded) VALUES (${id}, ${folded})`,
    ),
    /** An index without content is told what it is to forget. */
    remove: prepare<Entry, object>(
      ({ id, folded }) =>
        sql<object>`INSERT INTO ${table} (${table}, rowid, folded) VALUES ('delete', ${id}, ${folded})`,
    ),
    use: prepare<{ value: string }, { number: number }>(
      ({ value }) => sql<{ number: number }>`
        SELECT number FROM session WHERE in_grid = 1 AND ${sql.ref(column)} = ${value} LIMIT 1`,
    ),
  }
}
