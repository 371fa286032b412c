import type { AccountingStore, KnownSession, RadiusRecord } from '@curfew/registry'
import { sql } from 'kysely'
import { type KnownRow, knownOf, type RecordRow, recordOf, restartOf } from './accounting-rows.ts'
import type { Connection } from './connection.ts'
import { lastEnded, openOne } from './handles.ts'
import { prepare, query } from './query.ts'
import type { NasRestartTable } from './radius-tables.ts'
import { listed } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Accounting = Synchronous<AccountingStore>

/** By keys, a batch of them: short enough for any thread. */
export function accountingLookups(
  connection: Connection,
): Pick<Accounting, 'knownToAccounting' | 'radiusOfSessions' | 'stillOnline' | 'unfinishedRestarts'> {
  return {
    knownToAccounting(asked, nases) {
      return {
        sessions: asked.flatMap((handle) => {
          const row = connection.first(findKnown({ sourceId: handle.sourceId, handle: handle.handle }))
          return row ? knownOf(row) : []
        }),
        restarts: nases.flatMap((nas) => {
          const row = connection.first(findRestart({ sourceId: nas.sourceId, nasKey: nas.nasKey }))
          return row ? restartOf(row) : []
        }),
      }
    },
    radiusOfSessions(sessionIds) {
      return new Map(
        sessionIds.flatMap((sessionId): [string, RadiusRecord][] => {
          const row = connection.first(findRecord({ sessionId }))
          return row ? [[sessionId, recordOf(row)]] : []
        }),
      )
    },
    stillOnline(sessionIds) {
      return new Map(
        sessionIds.flatMap((sessionId): [string, Date][] => {
          const row = connection.first(findStillOnline({ sessionId }))
          return row ? [[sessionId, new Date(row.at)]] : []
        }),
      )
    },
    unfinishedRestarts() {
      return connection.all(query.selectFrom('nas_restart').selectAll().where('is_finished', '=', 0)).map(restartOf)
    },
  }
}

export function accountingReads(
  connection: Connection,
): Pick<Accounting, 'sessionsOfNas' | 'silentClosing' | 'countStillOnline'> {
  return {
    sessionsOfNas({ sourceId, nasKey }, afterId, limit): KnownSession[] {
      const after = afterId === null ? 0 : (connection.first(findNumber({ id: afterId }))?.number ?? 0)
      return connection
        .all(
          known()
            .where('r.source_id', '=', sourceId)
            .where('r.nas_key', '=', nasKey)
            .where('r.is_over', '=', sql.lit(0))
            .where('r.session_number', '>', after)
            .orderBy('r.session_number')
            .limit(limit),
        )
        .map(knownOf)
    },
    countStillOnline(closureIds) {
      const counted = connection.all(
        query
          .selectFrom('still_online')
          .select(({ fn }) => ['closure_id as closureId', fn.countAll<number>().as('count')])
          .where('closure_id', 'in', listed(closureIds))
          .groupBy('closure_id'),
      )
      return new Map(counted.map(({ closureId, count }) => [closureId, count]))
    },
    silentClosing(now, limit) {
      return connection
        .all(
          sql<{ id: string }>`
            SELECT s.id AS id FROM session AS s INDEXED BY grid_by_status
            CROSS JOIN radius_pulse AS p ON p.session_number = s.number
            WHERE s.in_grid = 1 AND s.status = 'closing'
            AND p.last_heard_at + s.idle_limit_seconds * 1000 <= ${now.getTime()} LIMIT ${limit}`,
        )
        .map(({ id }) => id)
    },
  }
}

function known() {
  return query
    .selectFrom('radius_session as r')
    .innerJoin('radius_pulse as p', 'p.session_number', 'r.session_number')
    .innerJoin('session as s', 's.number', 'r.session_number')
    .selectAll('p')
    .select([
      'r.nas_key',
      'r.sent_from',
      'r.acct_session_id',
      'r.began_at',
      'r.began_exactly',
      'r.over_at',
      'r.over_by',
      'r.terminate_cause',
      'r.facts',
      'r.identification',
      's.id',
      's.source_id',
      's.handle',
      's.user_id',
      's.client_address',
      's.logged_on_at',
      's.status',
      's.idle_limit_seconds',
      's.ended_at',
      's.closure_id',
    ])
}

const findKnown = prepare<{ sourceId: string; handle: string }, KnownRow>(({ sourceId, handle }) =>
  known().where(
    'r.session_number',
    '=',
    sql<number>`coalesce(${openOne(sourceId, handle)}, ${lastEnded(sourceId, handle)})`,
  ),
)

const findRecord = prepare<{ sessionId: string }, RecordRow>(({ sessionId }) => known().where('s.id', '=', sessionId))

const findStillOnline = prepare<{ sessionId: string }, { at: number }>(({ sessionId }) =>
  query
    .selectFrom('session as s')
    .innerJoin('radius_pulse as p', 'p.session_number', 's.number')
    .select(sql<number>`p.still_online_at`.as('at'))
    .where('s.id', '=', sessionId)
    .where('s.status', '=', 'closing')
    .where('p.still_online_at', 'is not', null),
)

const findRestart = prepare<{ sourceId: string; nasKey: string }, NasRestartTable>(({ sourceId, nasKey }) =>
  query.selectFrom('nas_restart').selectAll().where('source_id', '=', sourceId).where('nas_key', '=', nasKey),
)

const findNumber = prepare<{ id: string }, { number: number }>(({ id }) =>
  query.selectFrom('session').select('number').where('id', '=', id),
)
