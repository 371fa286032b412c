import type { Migration } from '../migrate.ts'

/** Shared signals: who hears, what waits for them, who is trusted, and which of their signals were taken. */
export const signals: Migration = {
  number: 14,
  name: 'signals',
  up(connection) {
    connection.exec(`
      CREATE TABLE signal_receiver (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        settings TEXT NOT NULL,
        stream TEXT,
        status TEXT NOT NULL,
        status_reason TEXT NOT NULL,
        keys TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        facts TEXT NOT NULL
      ) STRICT;
      CREATE TABLE signal_notice (
        id TEXT PRIMARY KEY,
        receiver_id TEXT NOT NULL,
        stream_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        event TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE signal_transmitter (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        issuer TEXT NOT NULL UNIQUE,
        settings TEXT NOT NULL,
        disabled INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        facts TEXT NOT NULL
      ) STRICT;
      CREATE TABLE signal_taken (
        transmitter_id TEXT NOT NULL,
        jti TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (transmitter_id, jti)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX signal_taken_by_time ON signal_taken (at);
      CREATE INDEX untaken_delivery ON delivery (recipient, id)
      WHERE channel = 'shared-signals' AND status IN ('pending', 'sent', 'unreachable');
    `)
  },
}
