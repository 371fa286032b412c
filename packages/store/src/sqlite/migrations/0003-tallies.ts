import type { Migration } from '../migrate.ts'

const add = `
  INSERT INTO tally VALUES (new.kind, new.status, new.source, 1) ON CONFLICT DO UPDATE SET count = count + 1;`
const addLogon = `
  INSERT INTO logon_tally VALUES (new.logged_on_at / 60000, 1) ON CONFLICT DO UPDATE SET count = count + 1;`
const subtract = `
  UPDATE tally SET count = count - 1 WHERE kind = old.kind AND status = old.status AND source = old.source;`
const subtractLogon = `
  UPDATE logon_tally SET count = count - 1 WHERE minute = old.logged_on_at / 60000;
  DELETE FROM logon_tally WHERE minute = old.logged_on_at / 60000 AND count = 0;`

/**
 * How many sessions of the grid have a kind, a status and a source, and how many logged on in a minute: the summary that
 * every open page asks for again and again, without counting a million sessions each time.
 */
export const tallies: Migration = {
  number: 3,
  name: 'tallies',
  up(connection) {
    connection.exec(`
      CREATE TABLE tally (
        kind TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (kind, status, source)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE logon_tally (minute INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;

      INSERT INTO tally SELECT kind, status, source, count(*) FROM session WHERE in_grid = 1 GROUP BY 1, 2, 3;
      INSERT INTO logon_tally SELECT logged_on_at / 60000, count(*) FROM session WHERE in_grid = 1 GROUP BY 1;

      CREATE TRIGGER session_enters_grid AFTER INSERT ON session WHEN new.in_grid = 1 BEGIN
        ${add} ${addLogon}
      END;
      CREATE TRIGGER session_leaves_grid AFTER UPDATE OF in_grid ON session
      WHEN old.in_grid = 1 AND new.in_grid = 0 BEGIN
        ${subtract} ${subtractLogon}
      END;
      CREATE TRIGGER session_changes_in_grid AFTER UPDATE OF status ON session
      WHEN old.in_grid = 1 AND new.in_grid = 1 AND old.status <> new.status BEGIN
        ${subtract} ${add}
      END;
      CREATE TRIGGER session_is_forgotten AFTER DELETE ON session WHEN old.in_grid = 1 BEGIN
        ${subtract} ${subtractLogon}
      END;
    `)
  },
}
