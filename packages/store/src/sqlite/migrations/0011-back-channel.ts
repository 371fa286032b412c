import type { Migration } from '../migrate.ts'

/**
 * Sources that are relying parties: how they are told, and whose logout tokens end their sessions, as JSON. The keys that
 * sign, and the tokens of others that were obeyed.
 */
export const backChannel: Migration = {
  number: 11,
  name: 'back-channel',
  up(connection) {
    connection.exec(`
      ALTER TABLE source ADD COLUMN back_channel TEXT;
      ALTER TABLE source ADD COLUMN open_id_provider TEXT;
      CREATE TABLE signing_key (
        id TEXT PRIMARY KEY,
        algorithm TEXT NOT NULL,
        jwk TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        signs_from INTEGER NOT NULL,
        published_until INTEGER
      ) STRICT;
      CREATE TABLE received_token (
        issuer TEXT NOT NULL,
        token_id TEXT NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (issuer, token_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX received_token_by_until ON received_token (until);
    `)
  },
}
