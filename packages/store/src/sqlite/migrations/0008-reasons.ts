import type { Migration } from '../migrate.ts'

/** Whose decision a closure was, and its message to the users by language (JSON). All so far were administrators'. */
export const reasons: Migration = {
  number: 8,
  name: 'reasons',
  up(connection) {
    connection.exec(`
      ALTER TABLE closure ADD COLUMN reason_kind TEXT NOT NULL DEFAULT 'administrator';
      ALTER TABLE closure ADD COLUMN messages_to_user TEXT NOT NULL DEFAULT '{}';
    `)
  },
}
