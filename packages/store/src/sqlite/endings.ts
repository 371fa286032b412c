import { type EndingBatch, isListed, type SessionStore } from '@curfew/registry'
import { sql } from 'kysely'
import { beginDelivery, moveOn } from '../closure-rows.ts'
import { writeAudit } from './audit.ts'
import { rowOfDelivery } from './closing-rows.ts'
import { closureById, updateClosure } from './closures.ts'
import type { Connection } from './connection.ts'
import { insertDelivery } from './deliveries.ts'
import type { EventLog } from './event-log.ts'
import { placed } from './feeds.ts'
import { prepare, query } from './query.ts'
import { queueNumber } from './queues.ts'
import type { SessionTable } from './schema.ts'
import { forgetActivity } from './session-writes.ts'
import type { Synchronous } from './synchronous.ts'

/** The transaction that ends sessions: what it answers for is stored with it or not at all. */
export function endingWrites(connection: Connection, events: EventLog): Pick<Synchronous<SessionStore>, 'endSessions'> {
  return {
    endSessions(batch) {
      const ended = batch.sessions
        .filter((ending) => end(connection, events, batch, ending))
        .map(({ sessionId }) => sessionId)
      const { closureId, progress } = batch
      const closure = closureId !== null && progress ? closureById(connection, closureId) : undefined
      if (closure && progress) {
        const after = moveOn(closure, progress, ended.length)
        updateClosure(connection, after)
        if (!closure.refusedEverywhereAt && after.refusedEverywhereAt)
          events.noteRefusedEverywhere(closure.id, after.refusedEverywhereAt)
      }
      writeAudit(connection, batch.audit)
      return ended
    },
  }
}

function end(
  connection: Connection,
  events: EventLog,
  batch: EndingBatch,
  ending: EndingBatch['sessions'][number],
): boolean {
  const session = connection.first(findOpen({ id: ending.sessionId }))
  if (!session) return false
  const { number, kind, source_id: sourceId } = session
  const superAdminCredentials = session.super_admin_credentials === 1
  const isListedOne = isListed({ kind, superAdminCredentials })
  const staysInGrid = isListedOne && ending.status !== 'closed'
  connection.run(
    endSession({
      number,
      in_grid: Number(staysInGrid),
      status: ending.status,
      ended_at: batch.at.getTime(),
      ending: batch.ending,
      closure_id: batch.closureId,
    }),
  )
  connection.run(staysInGrid ? stopActivity({ number }) : forgetActivity({ number }))
  events.noteSession('session.closed', { id: ending.sessionId, kind, sourceId, superAdminCredentials }, batch.at)
  for (const delivery of ending.deliveries) {
    const row = rowOfDelivery(placed(connection, beginDelivery(delivery, ending.sessionId, batch)))
    const waits = { queue_number: queueNumber(connection, delivery), is_listed: Number(isListedOne) }
    connection.run(insertDelivery({ ...row, ...waits }))
  }
  return true
}

type Found = Pick<SessionTable, 'kind' | 'super_admin_credentials' | 'source_id'> & { number: number }
const findOpen = prepare<{ id: string }, Found>(({ id }) =>
  query
    .selectFrom('session')
    .select(['number', 'kind', 'super_admin_credentials', 'source_id'])
    .where('id', '=', id)
    .where('ended_at', 'is', null),
)

type Ended = { number: number; in_grid: number; ended_at: number } & Pick<EndingBatch, 'ending'> &
  Pick<EndingBatch['sessions'][number], 'status'> & { closure_id: string | null }
const endSession = prepare<Ended, object>(({ number, in_grid, status, ended_at, ending, closure_id }) =>
  query
    .updateTable('session')
    .set({ in_grid, status, ended_at, ending, closure_id })
    .set({ last_activity_at: sql<number>`(SELECT at FROM activity WHERE session_number = session.number)` })
    .where('number', '=', number),
)

const stopActivity = prepare<{ number: number }, object>(({ number }) =>
  query.updateTable('activity').set({ is_open: 0 }).where('session_number', '=', number),
)
