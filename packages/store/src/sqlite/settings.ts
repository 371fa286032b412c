import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'

export function readSetting(connection: Connection, name: string): Uint8Array | string | undefined {
  return connection.first(find({ name }))?.value
}

const find = prepare<{ name: string }, { value: Uint8Array | string }>(({ name }) =>
  query.selectFrom('setting').select('value').where('name', '=', name),
)

export function writeSetting(connection: Connection, name: string, value: Uint8Array | string): void {
  connection.run(
    query
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
  )
}

export function removeSetting(connection: Connection, name: string): void {
  connection.run(query.deleteFrom('setting').where('name', '=', name))
}
