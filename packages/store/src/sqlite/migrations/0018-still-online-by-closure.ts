import type { Migration } from '../migrate.ts'

/**
 * Sessions that are closing and go on all the same, by closure: what is counted for one closure reads its own and no other's.
 * They come when a NAS speaks of them, and go when they are proved to be over.
 */
export const stillOnlineByClosure: Migration = {
  number: 18,
  name: 'still online by closure',
  up(connection) {
    connection.exec(`
      CREATE TABLE still_online (session_number INTEGER PRIMARY KEY, closure_id TEXT NOT NULL) STRICT;
      CREATE INDEX still_online_by_closure ON still_online (closure_id);
      INSERT INTO still_online
        SELECT s.number, s.closure_id
        FROM radius_pulse AS p INDEXED BY radius_pulse_still_online CROSS JOIN session AS s ON s.number = p.session_number
        WHERE p.still_online_at IS NOT NULL AND s.status = 'closing' AND s.closure_id IS NOT NULL;
      DROP INDEX radius_pulse_still_online;
      DROP TRIGGER radius_session_is_over;
      CREATE TRIGGER radius_session_is_over AFTER UPDATE OF status ON session
      WHEN new.kind = 'radius' AND new.status = 'closed' BEGIN
        UPDATE radius_session SET is_over = 1 WHERE session_number = new.number;
        DELETE FROM still_online WHERE session_number = new.number;
      END;
    `)
  },
}
