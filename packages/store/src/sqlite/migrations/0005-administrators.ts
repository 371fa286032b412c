import type { Migration } from '../migrate.ts'

/** Who administers, and the failed logons that are counted. */
export const administrators: Migration = {
  number: 5,
  name: 'administrators',
  up(connection) {
    connection.exec(`
      CREATE TABLE administrator (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL UNIQUE,
        first_name TEXT NOT NULL,
        last_name TEXT NOT NULL,
        role TEXT NOT NULL,
        disabled INTEGER NOT NULL,
        password_hash TEXT NOT NULL,
        must_change_password INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        last_logon_at INTEGER
      ) STRICT;
      CREATE TABLE attempt (
        key TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        last_failure_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attempt_by_time ON attempt (last_failure_at);
    `)
  },
}
