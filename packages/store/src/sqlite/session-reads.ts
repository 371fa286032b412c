import type { Session, SessionStore } from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { prepare } from './query.ts'
import { listed, selectSessions, sessionOf } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Reads = Synchronous<SessionStore>

/** Found at once by an index: short enough for any thread. */
export function sessionById(connection: Connection, id: string): Session | undefined {
  const row = connection.first(findById({ id }))
  return row && sessionOf(row)
}

export function sessionByCredential(connection: Connection, credentialHash: string): Session | undefined {
  const row = connection.first(findByCredential({ credentialHash }))
  return row && sessionOf(row)
}

/** Found by an index, and possibly many. */
export function sessionReads(
  connection: Connection,
): Pick<Reads, 'sessionsByIds' | 'sessionsByUser' | 'expiredSessions'> {
  return {
    sessionsByIds(ids) {
      return connection.all(selectSessions().where('s.id', 'in', listed(ids))).map(sessionOf)
    },
    sessionsByUser(userId, kinds) {
      const numbers = sql<number>`(
        SELECT number FROM session INDEXED BY grid_by_user_id WHERE in_grid = 1 AND user_id = ${userId}
        UNION ALL
        SELECT number FROM session INDEXED BY unlisted_session_by_user
        WHERE in_grid = 0 AND ended_at IS NULL AND user_id = ${userId})`
      return connection
        .all(
          selectSessions()
            .where('s.number', 'in', numbers)
            .where('s.kind', 'in', listed(kinds))
            .where('s.ended_at', 'is', null)
            .orderBy('s.id'),
        )
        .map(sessionOf)
    },
    /** Both what is in the grid and what is not listed: the index has the two apart. */
    expiredSessions(now, limit) {
      const overdue = [0, 1].map(
        (inGrid) => sql`
          SELECT * FROM (
            SELECT session_number, deadline FROM activity INDEXED BY activity_by_deadline
            WHERE in_grid = ${sql.lit(inGrid)} AND deadline <= ${now.getTime()} AND is_open = 1
            ORDER BY deadline LIMIT ${limit})`,
      )
      const numbers = connection.all(sql<{ session_number: number }>`
        SELECT session_number FROM (${sql.join(overdue, sql` UNION ALL `)}) ORDER BY deadline LIMIT ${limit}`)
      return sessionsByNumber(
        connection,
        numbers.map(({ session_number }) => session_number),
      )
    },
  }
}

/** In the order given. */
export function sessionsByNumber(connection: Connection, numbers: readonly number[]): Session[] {
  const rows = connection.all(selectSessions().where('s.number', 'in', listed(numbers)))
  const found = new Map(rows.map((row) => [row.number, row]))
  return numbers.flatMap((number) => found.get(number) ?? []).map(sessionOf)
}

const findById = prepare((holes: { id: string }) => selectSessions().where('s.id', '=', holes.id))
const findByCredential = prepare((holes: { credentialHash: string }) =>
  selectSessions().where('s.credential_hash', '=', holes.credentialHash),
)
