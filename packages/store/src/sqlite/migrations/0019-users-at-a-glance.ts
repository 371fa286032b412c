import type { Migration } from '../migrate.ts'

/** What a page found by user ids is mostly sorted by stands beside them in their index: no session has to be fetched for it. */
export const usersAtAGlance: Migration = {
  number: 19,
  name: 'users at a glance',
  up(connection) {
    connection.exec(`
      DROP INDEX grid_by_user_id;
      CREATE INDEX grid_by_user_id
        ON session (user_id, number, last_name, first_name, client_address, logged_on_at) WHERE in_grid = 1;
    `)
  },
}
