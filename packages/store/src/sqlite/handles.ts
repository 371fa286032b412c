import type { Session, SessionStore } from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import { selectSessions, sessionOf } from './session-rows.ts'
import { renewLimits } from './session-writes.ts'
import type { Synchronous } from './synchronous.ts'

type Sessions = Synchronous<SessionStore>

/** Sessions as their sources call them. A handle that is used again belongs to a later row, so the last row is the last to end. */
export function sessionByHandle(connection: Connection, sourceId: string, handle: string): Session | undefined {
  const row = connection.first(findByHandle({ sourceId, handle }))
  return row && sessionOf(row)
}

export function handleReads(connection: Connection): Pick<Sessions, 'sessionsByHandles'> {
  return {
    sessionsByHandles(sourceId, handles) {
      const numbers = sql<number>`(
        SELECT coalesce(${openOne(sourceId, sql.ref('h.value'))}, ${lastEnded(sourceId, sql.ref('h.value'))})
        FROM json_each(${JSON.stringify(Array.from(new Set(handles)))}) AS h)`
      return connection.all(selectSessions().where('s.number', 'in', numbers)).map(sessionOf)
    },
  }
}

export function handleWrites(connection: Connection): Pick<Sessions, 'finishLogons'> {
  return {
    finishLogons(batch) {
      return batch.flatMap(({ sessionId, at, idleLimitSeconds, absoluteLimitSeconds }) => {
        const finished = connection.first(
          finish({ id: sessionId, idle: idleLimitSeconds, absolute: absoluteLimitSeconds }),
        )
        if (!finished) return []
        const { number, logged_on_at } = finished
        const absolute_deadline = logged_on_at + absoluteLimitSeconds * 1000
        connection.run(
          renewLimits({ number, at: at.getTime(), idle_limit_ms: idleLimitSeconds * 1000, absolute_deadline }),
        )
        return [sessionId]
      })
    },
  }
}

export const openOne = (sourceId: string, handle: string | RawBuilder<unknown>) => sql`(
  SELECT number FROM session INDEXED BY open_session_by_handle
  WHERE source_id = ${sourceId} AND handle = ${handle} AND ended_at IS NULL)`

export const lastEnded = (sourceId: string, handle: string | RawBuilder<unknown>) => sql`(
  SELECT number FROM session INDEXED BY ended_session_by_handle
  WHERE source_id = ${sourceId} AND handle = ${handle} AND ended_at IS NOT NULL ORDER BY number DESC LIMIT 1)`

const findByHandle = prepare(({ sourceId, handle }: { sourceId: string; handle: string }) =>
  selectSessions().where(
    's.number',
    '=',
    sql<number>`coalesce(${openOne(sourceId, handle)}, ${lastEnded(sourceId, handle)})`,
  ),
)

const finish = prepare<{ id: string; idle: number; absolute: number }, { number: number; logged_on_at: number }>(
  (now) =>
    query
      .updateTable('session')
      .set({ status: 'active', idle_limit_seconds: now.idle, absolute_limit_seconds: now.absolute })
      .where('id', '=', now.id)
      .where('ended_at', 'is', null)
      .where('status', '=', sql.lit('abandoned-in-progress'))
      .returning(['number', 'logged_on_at']),
)
