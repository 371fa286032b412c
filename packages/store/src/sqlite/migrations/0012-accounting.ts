import type { Migration } from '../migrate.ts'

/**
 * What RADIUS accounting tells of sessions: what seldom changes, and beside it, as narrow as can be, what every
 * Interim-Update writes (docs/decisions/0018). Restarts of NASes end what those had before.
 */
export const accounting: Migration = {
  number: 12,
  name: 'accounting',
  up(connection) {
    connection.exec(`
      CREATE TABLE radius_session (
        session_number INTEGER PRIMARY KEY,
        source_id TEXT NOT NULL,
        nas_key TEXT NOT NULL,
        is_over INTEGER NOT NULL,
        acct_session_id TEXT NOT NULL,
        sent_from TEXT NOT NULL,
        began_at INTEGER NOT NULL,
        began_exactly INTEGER NOT NULL,
        over_at INTEGER,
        over_by TEXT,
        terminate_cause TEXT,
        facts TEXT NOT NULL,
        identification TEXT NOT NULL
      ) STRICT;
      CREATE INDEX radius_session_by_nas ON radius_session (source_id, nas_key, session_number) WHERE is_over = 0;
      CREATE TRIGGER radius_session_is_over AFTER UPDATE OF status ON session
      WHEN new.kind = 'radius' AND new.status = 'closed' BEGIN
        UPDATE radius_session SET is_over = 1 WHERE session_number = new.number;
      END;

      CREATE TABLE radius_pulse (
        session_number INTEGER PRIMARY KEY,
        last_heard_at INTEGER NOT NULL,
        last_happened_at INTEGER NOT NULL,
        still_online_at INTEGER,
        clock_offset_seconds INTEGER,
        session_seconds INTEGER,
        input_octets INTEGER,
        output_octets INTEGER,
        input_packets INTEGER,
        output_packets INTEGER
      ) STRICT;

      CREATE TABLE nas_restart (
        source_id TEXT NOT NULL,
        nas_key TEXT NOT NULL,
        at INTEGER NOT NULL,
        over_by TEXT NOT NULL,
        is_finished INTEGER NOT NULL,
        PRIMARY KEY (source_id, nas_key)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER session_began_at_another_time AFTER UPDATE OF logged_on_at ON session
      WHEN old.in_grid = 1 AND new.in_grid = 1 AND old.logged_on_at <> new.logged_on_at BEGIN
        UPDATE logon_tally SET count = count - 1 WHERE minute = old.logged_on_at / 60000;
        DELETE FROM logon_tally WHERE minute = old.logged_on_at / 60000 AND count = 0;
        INSERT INTO logon_tally VALUES (new.logged_on_at / 60000, 1) ON CONFLICT DO UPDATE SET count = count + 1;
      END;
    `)
  },
}
