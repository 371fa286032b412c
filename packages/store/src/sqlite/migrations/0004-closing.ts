import type { Migration } from '../migrate.ts'

/** Plans, closures, deliveries and the audit. */
export const closing: Migration = {
  number: 4,
  name: 'closing',
  up(connection) {
    connection.exec(`
      CREATE TABLE plan (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        actor_user_id TEXT NOT NULL,
        actor_first_name TEXT NOT NULL,
        actor_last_name TEXT NOT NULL,
        actor_session_id TEXT,
        is_matching INTEGER NOT NULL,
        count INTEGER NOT NULL,
        already_closed INTEGER NOT NULL,
        not_found INTEGER NOT NULL,
        by_kind TEXT NOT NULL,
        by_source TEXT NOT NULL,
        users TEXT NOT NULL,
        user_count INTEGER NOT NULL,
        includes_own_session INTEGER NOT NULL,
        commands_in_flight INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        closure_id TEXT,
        is_kept INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX plan_by_expiry ON plan (is_kept, expires_at);
      CREATE TABLE plan_session (
        plan_number INTEGER NOT NULL,
        position INTEGER NOT NULL,
        session_number INTEGER NOT NULL,
        PRIMARY KEY (plan_number, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE closure (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        message_to_user TEXT,
        closed_by_user_id TEXT NOT NULL,
        closed_by_first_name TEXT NOT NULL,
        closed_by_last_name TEXT NOT NULL,
        closed_by_session_id TEXT,
        ordered_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        completed_at INTEGER,
        refused_everywhere_at INTEGER,
        planned INTEGER NOT NULL,
        closed INTEGER NOT NULL,
        already_closed INTEGER NOT NULL,
        not_found INTEGER NOT NULL,
        included_own_session INTEGER NOT NULL,
        position INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX closure_by_time ON closure (ordered_at, id);
      CREATE INDEX unfinished_closure ON closure (ordered_at, id) WHERE state = 'closing';

      CREATE TABLE delivery (
        id TEXT NOT NULL,
        closure_id TEXT,
        session_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        recipient TEXT NOT NULL,
        recipient_name TEXT NOT NULL,
        status TEXT NOT NULL,
        stored_at INTEGER NOT NULL,
        sent_at INTEGER,
        acknowledged_at INTEGER,
        verified_at INTEGER,
        attempts INTEGER NOT NULL,
        next_attempt_at INTEGER,
        cause TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX delivery_by_id ON delivery (id);
      CREATE INDEX delivery_by_session ON delivery (session_id);
      CREATE INDEX delivery_by_closure ON delivery (closure_id, status, id) WHERE closure_id IS NOT NULL;
      CREATE INDEX due_delivery ON delivery (next_attempt_at, id, recipient) WHERE next_attempt_at IS NOT NULL;

      CREATE TABLE audit (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        actor_user_id TEXT,
        actor_first_name TEXT,
        actor_last_name TEXT,
        actor_session_id TEXT,
        act TEXT NOT NULL,
        target TEXT NOT NULL,
        detail TEXT NOT NULL
      ) STRICT;
      CREATE INDEX audit_by_time ON audit (at, id);
    `)
  },
}
