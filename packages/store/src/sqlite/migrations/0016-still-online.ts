import type { Migration } from '../migrate.ts'

/** Sessions that were closed and go on are few, and counted for each closure; nothing else about a pulse is indexed. */
export const stillOnline: Migration = {
  number: 16,
  name: 'still-online',
  up(connection) {
    connection.exec(
      'CREATE INDEX radius_pulse_still_online ON radius_pulse (session_number) WHERE still_online_at IS NOT NULL',
    )
  },
}
