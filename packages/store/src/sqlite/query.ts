import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'
import { trust } from './trust.ts'

/** Builds queries and never runs one: running is `Connection`'s, synchronously, in whatever thread it lives. */
export const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export type SqlValue = string | number | null | Uint8Array

/** SQL with its values, and the shape of the rows that it gives. */
export type Bound<Row> = {
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** Never there: it carries the type. */
  readonly row?: Row
}

export function bound<Row>(built: Compilable<Row> | RawBuilder<Row>): Bound<Row> {
  const { sql, parameters } = 'isRawBuilder' in built ? built.compile(query) : built.compile()
  return { sql, values: parameters.map(asSqlValue) }
}

/**
 * Compile a query once and bind it often.
 *
 * @param build gets holes in the place of the values
 */
export function prepare<Values extends Record<string, SqlValue>, Row>(
  build: (holes: Values) => Compilable<Row> | RawBuilder<Row>,
): (values: Values) => Bound<Row> {
  const built = build(trust<Values>(holes))
  const { sql, parameters } = 'isRawBuilder' in built ? built.compile(query) : built.compile()
  return (values) => ({
    sql,
    values: parameters.map((parameter) =>
      parameter instanceof Hole ? parameter.filledFrom(values) : asSqlValue(parameter),
    ),
  })
}

class Hole {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  filledFrom(values: Readonly<Record<string, SqlValue>>): SqlValue {
    const value = values[this.name]
    if (value === undefined) throw new Error(`The query has no value for ${this.name}`)
    return value
  }
}

/** Each property is a hole of that name: the query builder takes any value, so it takes one in the place of the value to come. */
const holes = new Proxy({}, { get: (_target, name) => new Hole(String(name)) })

function asSqlValue(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array)
    return value
  throw new Error(`SQLite has no value like this ${typeof value}`)
}
