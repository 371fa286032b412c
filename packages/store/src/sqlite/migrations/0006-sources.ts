import type { Migration } from '../migrate.ts'

/**
 * Registered sources with their keys, and the feeds that their deliveries stand in by position. `source_tally` counts the
 * open sessions of the grid for each source, as the other tallies do.
 */
export const sources: Migration = {
  number: 6,
  name: 'sources',
  up(connection) {
    connection.exec(`
      CREATE TABLE source (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        kinds TEXT NOT NULL,
        via TEXT,
        channel TEXT,
        lease_ms INTEGER NOT NULL,
        longest_lease_ms INTEGER NOT NULL,
        disabled INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER
      ) STRICT;
      CREATE TABLE source_key (
        id TEXT PRIMARY KEY,
        source_id TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        place INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER,
        last_used_at INTEGER
      ) STRICT;
      CREATE INDEX source_key_by_source ON source_key (source_id, place);

      CREATE TABLE feed (
        source_id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        forgotten_up_to INTEGER NOT NULL,
        acknowledged INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      ALTER TABLE delivery ADD COLUMN feed_position INTEGER;
      CREATE UNIQUE INDEX delivery_by_feed ON delivery (recipient, feed_position) WHERE feed_position IS NOT NULL;

      CREATE INDEX ended_session_by_handle ON session (source_id, handle) WHERE ended_at IS NOT NULL;
      CREATE INDEX unproved_closure ON closure (ordered_at, id)
      WHERE refused_everywhere_at IS NULL AND state <> 'closing';

      CREATE TABLE source_tally (source_id TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      INSERT INTO source_tally
      SELECT source_id, count(*) FROM session WHERE in_grid = 1 AND ended_at IS NULL GROUP BY 1;
      CREATE TRIGGER session_opens_at_source AFTER INSERT ON session WHEN new.in_grid = 1 AND new.ended_at IS NULL BEGIN
        INSERT INTO source_tally VALUES (new.source_id, 1) ON CONFLICT DO UPDATE SET count = count + 1;
      END;
      CREATE TRIGGER session_ends_at_source AFTER UPDATE OF ended_at ON session
      WHEN old.in_grid = 1 AND old.ended_at IS NULL AND new.ended_at IS NOT NULL BEGIN
        UPDATE source_tally SET count = count - 1 WHERE source_id = old.source_id;
      END;
    `)
  },
}
