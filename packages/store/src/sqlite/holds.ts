import { defaultCameBackSeconds } from '@curfew/contract'
import { cutOffMs, type Hold, type HoldStore, isInForce, type NewSession, type SettingStore } from '@curfew/registry'
import { sql } from 'kysely'
import { foreignCursor, parseCursor, printCursor } from '../cursor.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { holdOfRow, rowOfHold } from './hold-rows.ts'
import { bound, prepare, query } from './query.ts'
import type { HoldTable, SessionTable } from './schema.ts'
import { selectSessions, sessionOf } from './session-rows.ts'
import { readSetting, writeSetting } from './settings.ts'
import type { Synchronous } from './synchronous.ts'

type Holds = Synchronous<HoldStore>
type Settings = Synchronous<SettingStore>

const newestFirst = 'holds'
const cameBackWithin = 'came-back-within-seconds'

export function holdWrites(
  connection: Connection,
): Pick<Holds, 'createHold' | 'liftHold'> & Pick<Settings, 'changeSettings'> {
  return {
    createHold(hold, audit) {
      insertHold(connection, hold)
      writeAudit(connection, [audit])
    },
    liftHold(id, at, by, audit) {
      const hold = holdById(connection, id)
      if (!hold) return 'not-found'
      if (!isInForce(hold, at)) return 'over'
      const row = rowOfHold({ ...hold, liftedAt: at, liftedBy: by })
      connection.run(query.updateTable('hold').set(row).where('id', '=', id))
      writeAudit(connection, [audit])
      return 'lifted'
    },
    changeSettings({ cameBackWithinSeconds }, audit) {
      if (cameBackWithinSeconds !== undefined) writeSetting(connection, cameBackWithin, String(cameBackWithinSeconds))
      writeAudit(connection, [audit])
      return settings(connection)
    },
  }
}

export function holdReads(connection: Connection): Pick<Holds, 'holds' | 'comingsBack'> {
  return {
    holds(limit, cursor) {
      const rows = connection.all(
        query
          .selectFrom('hold')
          .selectAll()
          .$if(cursor !== null, (builder) => builder.where(isBefore(cursor ?? '')))
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map(holdOfRow)
      const last = items.at(-1)
      const hasMore = rows.length > limit
      const nextCursor = hasMore && last ? printCursor(newestFirst, [last.createdAt.getTime(), last.id]) : null
      return { items, nextCursor }
    },
    comingsBack(closureId, limit) {
      const total = connection.first(
        sql<{ count: number }>`SELECT count(*) AS count FROM session WHERE came_back_closure_id = ${closureId}`,
      )
      const rows = connection.all(
        selectSessions()
          .where('s.came_back_closure_id', '=', closureId)
          .orderBy('s.logged_on_at', 'desc')
          .orderBy('s.id', 'desc')
          .limit(limit),
      )
      return { items: rows.map(sessionOf), total: total?.count ?? 0 }
    },
  }
}

/** Found at once by an index: short enough for any thread. */
export function holdById(connection: Connection, id: string): Hold | undefined {
  const row = connection.first(findHold({ id }))
  return row && holdOfRow(row)
}

export function holdsInForce(connection: Connection, now: Date): Hold[] {
  return connection.all(findStanding({ now: now.getTime() })).map(holdOfRow)
}

export function settings(connection: Connection): ReturnType<Settings['settings']> {
  const kept = readSetting(connection, cameBackWithin)
  return { cameBackWithinSeconds: typeof kept === 'string' ? Number(kept) : defaultCameBackSeconds }
}

export function insertHold(connection: Connection, hold: Hold): void {
  connection.run(bound(query.insertInto('hold').values(rowOfHold(hold))))
}

export function forgetHolds(connection: Connection, before: Date): void {
  connection.run(sql`DELETE FROM hold WHERE coalesce(lifted_at, ends_at) < ${before.getTime()}`)
}

/** Of that user, ended by a closure, at most `withinMs` before the logon. */
export function closedLately(connection: Connection, { userId, loggedOnAt }: NewSession, withinMs: number) {
  const at = loggedOnAt.getTime()
  return connection.all(findClosed({ user_id: userId, from: at - withinMs, to: at + cutOffMs })).map((row) => ({
    id: row.id,
    userId,
    sourceId: row.source_id,
    clientAddress: row.client_address,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    closureId: row.closure_id,
  }))
}

function isBefore(cursor: string) {
  const [createdAt, id] = parseCursor(cursor, newestFirst, 2)
  if (typeof createdAt !== 'number' || typeof id !== 'string') throw foreignCursor()
  return sql<boolean>`(created_at, id) < (${createdAt}, ${id})`
}

const findHold = prepare<{ id: string }, HoldTable>(({ id }) =>
  query.selectFrom('hold').selectAll().where('id', '=', id),
)

const findStanding = prepare<{ now: number }, HoldTable>(({ now }) =>
  query
    .selectFrom('hold')
    .selectAll()
    .where('lifted_at', 'is', null)
    .where('ends_at', '>', now)
    .orderBy('ends_at')
    .orderBy('id'),
)

type Closed = Pick<SessionTable, 'id' | 'source_id' | 'client_address' | 'ended_at' | 'closure_id'>
/** More of one user in so short a time than anybody looks at. */
const mostClosed = 500
const findClosed = prepare<{ user_id: string; from: number; to: number }, Closed>(
  ({ user_id, from, to }) => sql<Closed>`
    SELECT id, source_id, client_address, ended_at, closure_id FROM session INDEXED BY closed_session_by_user
    WHERE user_id = ${user_id} AND closure_id IS NOT NULL AND ended_at >= ${from} AND ended_at <= ${to}
    ORDER BY ended_at DESC LIMIT ${sql.lit(mostClosed)}`,
)
