import type { Migration } from '../migrate.ts'

/** Sources that are NASes: how they are listened to and told, as JSON. */
export const nases: Migration = {
  number: 7,
  name: 'nases',
  up(connection) {
    connection.exec('ALTER TABLE source ADD COLUMN radius TEXT')
  },
}
