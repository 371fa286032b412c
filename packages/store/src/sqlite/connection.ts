import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { compileFunction } from 'node:vm'
import { foldCase } from '@curfew/contract'
import type { Compilable, RawBuilder } from 'kysely'
import { type Bound, bound } from './query.ts'
import { trust } from './trust.ts'
import { padded } from './word-fields.ts'

/** More different statements than this, and the one that was used longest ago is prepared anew. */
const maxStatements = 300

type Query<Row> = Bound<Row> | Compilable<Row> | RawBuilder<Row>

/** One connection of one thread. Every call runs at once and to its end. */
export type Connection = {
  all<Row>(query: Query<Row>): Row[]
  first<Row>(query: Query<Row>): Row | undefined
  /** @returns how many rows were changed */
  run(query: Query<unknown>): number
  /** Row by row, for as long as the reader wants more. */
  each<Row>(query: Query<Row>): Iterable<Row>
  exec(sql: string): void
  /** Up to so many candidates are gathered and sorted; from there on an index is walked (docs/decisions/0003). */
  readonly fewSessions: number
  /** False also after SQLite has given a transaction up by itself, as on a full disk. */
  readonly isInTransaction: boolean
  close(): void
}

export type ConnectionOptions = {
  readonly file: string
  readonly readOnly: boolean
  readonly cacheMiB: number
  readonly fewSessions?: number
  /** For a connection that reads very much. */
  readonly isMapped?: boolean
  /** The database may not grow beyond this: what a full disk is like. */
  readonly maxPages?: number
}

/** Open one connection; its tables are STRICT and written by this room alone, so its rows are as their queries type them. */
export function openConnection(options: ConnectionOptions): Connection {
  const { file, readOnly, cacheMiB, fewSessions = 12_000, isMapped = false, maxPages } = options
  const database = new DatabaseSync(file, {
    readOnly,
    timeout: 5_000,
    enableForeignKeyConstraints: false,
    defensive: true,
  })
  database.exec(`PRAGMA cache_size = ${-1024 * cacheMiB}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF`)
  // Mapped pages are read where the operating system has them: gathering thousands of sessions all over the file costs half.
  if (isMapped) database.exec('PRAGMA mmap_size = 2147418112')
  if (!readOnly)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000')
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`)
  database.function('fold_case', { deterministic: true }, (text) => foldCase(String(text)))
  database.function('padded', { deterministic: true }, (folded) => padded(String(folded)))

  const statements = new Map<string, Statement>()
  let latest: { sql: string; statement: Statement } | undefined
  const statementFor = (sql: string): Statement => {
    // Mostly it is the one that was used before.
    if (latest?.sql === sql) return latest.statement
    const known = statements.get(sql)
    if (known) statements.delete(sql)
    const statement = known ?? prepared(database, sql)
    statements.set(sql, statement)
    const [oldest] = statements.keys()
    if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest)
    latest = { sql, statement }
    return statement
  }

  return {
    fewSessions,
    all<Row>(asked: Query<Row>) {
      const { sql, values } = bind(asked)
      const { statement, rowOf } = statementFor(sql)
      return trust<Row[]>(trust<Values[]>(statement.all(...values)).map(rowOf))
    },
    first<Row>(asked: Query<Row>) {
      const { sql, values } = bind(asked)
      const { statement, rowOf } = statementFor(sql)
      const found = trust<Values | undefined>(statement.get(...values))
      return trust<Row | undefined>(found && rowOf(found))
    },
    run(asked) {
      const { sql, values } = bind(asked)
      return Number(statementFor(sql).statement.run(...values).changes)
    },
    each<Row>(asked: Query<Row>) {
      const { sql, values } = bind(asked)
      // Its own statement: an iterator that is not read to its end must not get in the way of the same query.
      return trust<Iterable<Row>>(database.prepare(sql).iterate(...values))
    },
    exec(sql) {
      database.exec(sql)
    },
    get isInTransaction() {
      return database.isTransaction
    },
    close() {
      statements.clear()
      database.close()
    },
  }
}

type Values = readonly unknown[]
type RowMaker = (values: Values) => Record<string, unknown>
type Statement = { readonly statement: StatementSync; readonly rowOf: RowMaker }

/** Rows are made here of plain values: SQLite's own are objects of a slow kind, which costs a fifth of what it takes to read one. */
function prepared(database: DatabaseSync, sql: string): Statement {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  let width = -1
  let make: RowMaker = () => ({})
  const rowOf = (values: Values) => {
    // At first, and when it is `SELECT *` of a table that a migration has changed since.
    if (values.length !== width) make = rowMaker(statement.columns().map(({ name }) => name))
    width = values.length
    return make(values)
  }
  return { statement, rowOf }
}

/**
 * Compiled, because one text of code that fills rows of every kind takes ten times as long as one that knows its own. What is compiled
 * are names of columns, quoted, and nothing else.
 */
function rowMaker(names: readonly string[]): RowMaker {
  const fields = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`)
  return trust(compileFunction(`return { ${fields.join(', ')} }`, ['values']))
}

/** Run reads in one snapshot, so that their figures fit together. */
export function inSnapshot<Result>(connection: Connection, read: () => Result): Result {
  if (connection.isInTransaction) return read()
  connection.exec('BEGIN')
  try {
    return read()
  } finally {
    connection.exec('COMMIT')
  }
}

function bind<Row>(asked: Query<Row>): Bound<Row> {
  return 'sql' in asked ? asked : bound(asked)
}
