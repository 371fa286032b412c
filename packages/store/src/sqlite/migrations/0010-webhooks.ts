import type { Migration } from '../migrate.ts'

/** Webhooks, the log of events that all of them are told from, and what is kept for each (docs/decisions/0014). */
export const webhooks: Migration = {
  number: 10,
  name: 'webhooks',
  up(connection) {
    connection.exec(`
      CREATE TABLE event (
        position INTEGER PRIMARY KEY,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        session_id TEXT,
        delivery_id TEXT,
        closure_id TEXT
      ) STRICT;
      CREATE TABLE webhook (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        types TEXT NOT NULL,
        kinds TEXT NOT NULL,
        source_ids TEXT NOT NULL,
        allow_private INTEGER NOT NULL,
        secret TEXT NOT NULL,
        secret_changed_at INTEGER NOT NULL,
        former_secret TEXT,
        former_until INTEGER,
        disabled_reason TEXT,
        disabled_at INTEGER,
        created_at INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        failing_since INTEGER,
        next_attempt_at INTEGER,
        cause TEXT NOT NULL,
        last_accepted_at INTEGER,
        position INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        forgotten INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE set_aside (
        webhook_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        session_id TEXT,
        delivery_id TEXT,
        closure_id TEXT,
        attempts INTEGER NOT NULL,
        next_attempt_at INTEGER,
        PRIMARY KEY (webhook_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX set_aside_by_time ON set_aside (webhook_id, next_attempt_at, position);
      CREATE TABLE webhook_attempt (
        number INTEGER PRIMARY KEY,
        webhook_id TEXT NOT NULL,
        id TEXT NOT NULL,
        event_id TEXT NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        took_ms INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        is_accepted INTEGER NOT NULL,
        status INTEGER,
        cause TEXT NOT NULL,
        answer TEXT NOT NULL
      ) STRICT;
      CREATE INDEX webhook_attempt_by_webhook ON webhook_attempt (webhook_id, number);
      CREATE INDEX webhook_attempt_by_outcome ON webhook_attempt (webhook_id, is_accepted, number);
    `)
  },
}
