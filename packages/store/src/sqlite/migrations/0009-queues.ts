import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/**
 * A queue for each recipient, with whether it answers, and what waits in it: how much, and when the first of it is due, kept
 * by triggers so that no statement can forget it. So what is due is found recipient by recipient, and one that a million
 * deliveries wait for costs as much as one that one waits for.
 */
export const queues: Migration = {
  number: 9,
  name: 'queues',
  up(connection) {
    connection.exec(`
      CREATE TABLE queue (
        number INTEGER PRIMARY KEY,
        channel TEXT NOT NULL,
        recipient TEXT NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0,
        silent_since INTEGER,
        probe_at INTEGER,
        cause TEXT NOT NULL DEFAULT '',
        waiting INTEGER NOT NULL DEFAULT 0,
        given_up INTEGER NOT NULL DEFAULT 0,
        first_due_at INTEGER,
        due_at INTEGER GENERATED ALWAYS AS (max(first_due_at, coalesce(probe_at, 0))) VIRTUAL,
        UNIQUE (channel, recipient)
      ) STRICT;
      CREATE INDEX queue_by_due ON queue (due_at, number) WHERE first_due_at IS NOT NULL;

      ALTER TABLE delivery ADD COLUMN queue_number INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE delivery ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE delivery ADD COLUMN give_up_at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE delivery ADD COLUMN given_up_at INTEGER;
    `)
    fillIn(connection)
    connection.exec(`
      DROP INDEX due_delivery;
      CREATE INDEX delivery_by_queue ON delivery (queue_number, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
      CREATE INDEX given_up_delivery ON delivery (queue_number, id) WHERE given_up_at IS NOT NULL;

      CREATE TRIGGER delivery_comes AFTER INSERT ON delivery WHEN new.next_attempt_at IS NOT NULL BEGIN
        UPDATE queue SET
          waiting = waiting + new.is_listed,
          first_due_at = min(coalesce(first_due_at, new.next_attempt_at), new.next_attempt_at)
        WHERE number = new.queue_number;
      END;
      CREATE TRIGGER delivery_is_due_otherwise AFTER UPDATE OF next_attempt_at ON delivery
      WHEN old.next_attempt_at IS NOT new.next_attempt_at BEGIN
        UPDATE queue SET
          waiting = waiting + ((new.next_attempt_at IS NOT NULL) - (old.next_attempt_at IS NOT NULL)) * new.is_listed,
          first_due_at = (${firstDue('new')})
        WHERE number = new.queue_number;
      END;
      CREATE TRIGGER delivery_is_given_up AFTER UPDATE OF given_up_at ON delivery
      WHEN (old.given_up_at IS NULL) <> (new.given_up_at IS NULL) BEGIN
        UPDATE queue SET given_up = given_up + iif(new.given_up_at IS NULL, -1, 1) * new.is_listed
        WHERE number = new.queue_number;
      END;
      CREATE TRIGGER delivery_is_forgotten AFTER DELETE ON delivery
      WHEN old.next_attempt_at IS NOT NULL OR old.given_up_at IS NOT NULL BEGIN
        UPDATE queue SET
          waiting = waiting - (old.next_attempt_at IS NOT NULL) * old.is_listed,
          given_up = given_up - (old.given_up_at IS NOT NULL) * old.is_listed,
          first_due_at = (${firstDue('old')})
        WHERE number = old.queue_number;
      END;
    `)
  },
}

function firstDue(row: 'old' | 'new'): string {
  return `SELECT next_attempt_at FROM delivery
          WHERE queue_number = ${row}.queue_number AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1`
}

/** What waited before there were queues has a day from now on. */
function fillIn(connection: Parameters<Migration['up']>[0]): void {
  const recipient = sql`iif(channel IN ('event-stream', 'next-call'), '', recipient)`
  connection.run(sql`INSERT INTO queue (channel, recipient) SELECT DISTINCT channel, ${recipient} FROM delivery`)
  connection.run(sql`
    UPDATE delivery SET
      give_up_at = ${Date.now() + 86_400_000},
      is_listed = coalesce((
        SELECT s.kind <> 'authentication-agent' AND (s.kind <> 'operations-console' OR s.super_admin_credentials = 1)
        FROM session AS s WHERE s.id = delivery.session_id), 1),
      given_up_at = iif(status = 'unreachable' AND next_attempt_at IS NULL AND channel <> 'guard-feed', stored_at, NULL),
      queue_number = (
        SELECT q.number FROM queue AS q
        WHERE q.channel = delivery.channel
        AND q.recipient = iif(delivery.channel IN ('event-stream', 'next-call'), '', delivery.recipient))`)
  connection.run(sql`
    UPDATE queue SET
      waiting = (
        SELECT count(*) FROM delivery WHERE queue_number = number AND next_attempt_at IS NOT NULL AND is_listed = 1),
      given_up = (SELECT count(*) FROM delivery WHERE queue_number = number AND given_up_at IS NOT NULL AND is_listed = 1),
      first_due_at = (SELECT min(next_attempt_at) FROM delivery WHERE queue_number = number)`)
}
