import type { Migration } from '../migrate.ts'

/** Who is kept out, and which sessions came back after a closure. */
export const holds: Migration = {
  number: 13,
  name: 'holds',
  up(connection) {
    connection.exec(`
      CREATE TABLE hold (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        user_id TEXT,
        source_id TEXT,
        source TEXT,
        address TEXT,
        reason TEXT NOT NULL,
        message_to_user TEXT,
        held_by_user_id TEXT NOT NULL,
        held_by_first_name TEXT NOT NULL,
        held_by_last_name TEXT NOT NULL,
        held_by_session_id TEXT,
        created_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        lifted_at INTEGER,
        lifted_by_user_id TEXT NOT NULL,
        lifted_by_first_name TEXT NOT NULL,
        lifted_by_last_name TEXT NOT NULL,
        lifted_by_session_id TEXT,
        closure_id TEXT
      ) STRICT;
      CREATE INDEX hold_by_time ON hold (created_at, id);
      CREATE INDEX standing_hold ON hold (ends_at, id) WHERE lifted_at IS NULL;

      ALTER TABLE session ADD COLUMN came_back_closure_id TEXT;
      ALTER TABLE session ADD COLUMN came_back_session_id TEXT;
      ALTER TABLE session ADD COLUMN came_back_after_ms INTEGER;
      CREATE INDEX session_came_back ON session (came_back_closure_id, logged_on_at, id) WHERE came_back_closure_id IS NOT NULL;
      CREATE INDEX closed_session_by_user ON session (user_id, ended_at) WHERE closure_id IS NOT NULL;
    `)
  },
}
