import type { Migration } from '../migrate.ts'

const columns = [
  'user_id',
  'last_name',
  'first_name',
  'kind',
  'status',
  'client_address',
  'source',
  'security_domain',
  'identity_source',
  'via',
  'logged_on_at',
  'command_started_at',
]

/** The grid's indexes without ids: rows of one value are in the order of their number by themselves (docs/decisions/0019). */
export const gridByNumber: Migration = {
  number: 17,
  name: 'grid by number',
  up(connection) {
    for (const column of columns)
      connection.exec(`
        DROP INDEX grid_by_${column};
        CREATE INDEX grid_by_${column} ON session (${column}) WHERE in_grid = 1;
      `)
  },
}
