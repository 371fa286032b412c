import type { Migration } from '../migrate.ts'

/** How fast closures of a time were told is read from its end backwards. */
export const speed: Migration = {
  number: 15,
  name: 'speed',
  up(connection) {
    connection.exec('CREATE INDEX delivery_by_time ON delivery (stored_at) WHERE closure_id IS NOT NULL')
  },
}
