import type { Migration } from '../migrate.ts'

const gridColumns = [
  'user_id',
  'last_name',
  'first_name',
  'kind',
  'status',
  'client_address',
  'source',
  'security_domain',
  'identity_source',
  'via',
  'logged_on_at',
  'command_started_at',
]

/** Sessions, their activity beside them (docs/decisions/0004), and the installation's own settings. */
export const sessions: Migration = {
  number: 1,
  name: 'sessions',
  up(connection) {
    connection.exec(`
      CREATE TABLE setting (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE session (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        in_grid INTEGER NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        user_id TEXT NOT NULL,
        last_name TEXT NOT NULL,
        first_name TEXT NOT NULL,
        client_address TEXT NOT NULL,
        source TEXT NOT NULL,
        security_domain TEXT NOT NULL,
        identity_source TEXT NOT NULL,
        via TEXT,
        logged_on_at INTEGER NOT NULL,
        command_started_at INTEGER NOT NULL,
        command_name TEXT NOT NULL,
        last_activity_at INTEGER NOT NULL,
        idle_limit_seconds INTEGER NOT NULL,
        absolute_limit_seconds INTEGER NOT NULL,
        source_id TEXT NOT NULL,
        handle TEXT NOT NULL,
        user_agent TEXT NOT NULL,
        super_admin_credentials INTEGER NOT NULL,
        credential_hash TEXT,
        ended_at INTEGER,
        ending TEXT,
        closure_id TEXT
      ) STRICT;
      CREATE UNIQUE INDEX session_by_id ON session (id);
      CREATE UNIQUE INDEX session_by_credential ON session (credential_hash) WHERE credential_hash IS NOT NULL;
      CREATE UNIQUE INDEX open_session_by_handle ON session (source_id, handle) WHERE ended_at IS NULL;
      CREATE INDEX unlisted_session_by_user ON session (user_id) WHERE in_grid = 0 AND ended_at IS NULL;
      CREATE INDEX ended_session ON session (ended_at, id) WHERE ended_at IS NOT NULL;
      ${gridColumns.map((column) => `CREATE INDEX grid_by_${column} ON session (${column}, id) WHERE in_grid = 1;`).join('\n')}

      CREATE TABLE activity (
        session_number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        deadline INTEGER NOT NULL,
        idle_limit_ms INTEGER NOT NULL,
        absolute_deadline INTEGER NOT NULL,
        in_grid INTEGER NOT NULL,
        is_open INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX activity_by_at ON activity (at) WHERE in_grid = 1;
      CREATE INDEX activity_by_deadline ON activity (in_grid, deadline);
    `)
  },
}
