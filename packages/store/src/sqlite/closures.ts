import { CurfewError } from '@curfew/contract'
import type { ClosingStore, Closure, Page } from '@curfew/registry'
import { sql } from 'kysely'
import { beginClosure } from '../closure-rows.ts'
import { foreignCursor, parseCursor, printCursor } from '../cursor.ts'
import { writeAudit } from './audit.ts'
import { closureOfRow, planOfRow, rowOfClosure } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import type { EventLog } from './event-log.ts'
import { insertHold } from './holds.ts'
import { bound, prepare, query } from './query.ts'
import type { ClosureTable } from './schema.ts'
import type { Synchronous } from './synchronous.ts'

const newestFirst = 'closures'

type Closings = Synchronous<ClosingStore>

export function closureWrites(
  connection: Connection,
  events: EventLog,
): Pick<Closings, 'startClosure' | 'markRefusedEverywhere'> {
  return {
    startClosure(closure, audit, holds = []) {
      const row = connection.first(query.selectFrom('plan').selectAll().where('id', '=', closure.planId))
      if (!row) throw new CurfewError('not-found', 'There is no such plan. Nothing was closed.')
      const plan = planOfRow(row)
      const started = plan.closureId === null ? undefined : closureById(connection, plan.closureId)
      if (started) return started
      const begun = beginClosure(closure, plan)
      connection.run(query.insertInto('closure').values(rowOfClosure(begun)))
      connection.run(query.updateTable('plan').set({ closure_id: begun.id }).where('id', '=', plan.id))
      for (const hold of holds) insertHold(connection, hold)
      writeAudit(connection, audit)
      return begun
    },
    markRefusedEverywhere(closureId, at) {
      const isNew = connection.run(
        query
          .updateTable('closure')
          .set({ refused_everywhere_at: at.getTime() })
          .where('id', '=', closureId)
          .where('refused_everywhere_at', 'is', null),
      )
      if (isNew > 0) events.noteRefusedEverywhere(closureId, at)
    },
  }
}

export function closureReads(
  connection: Connection,
): Pick<Closings, 'closures' | 'unfinishedClosures' | 'unprovedClosures'> {
  return {
    closures(limit, cursor): Page<Closure> {
      const rows = connection.all(
        query
          .selectFrom('closure')
          .selectAll()
          .$if(cursor !== null, (builder) => builder.where(isBefore(cursor ?? '')))
          .orderBy('ordered_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map(closureOfRow)
      const last = items.at(-1)
      const nextCursor =
        last && rows.length > limit ? printCursor(newestFirst, [last.orderedAt.getTime(), last.id]) : null
      return { items, nextCursor }
    },
    unfinishedClosures() {
      return connection
        .all(
          query
            .selectFrom('closure')
            .selectAll()
            .where('state', '=', sql.lit('closing'))
            .orderBy('ordered_at')
            .orderBy('id'),
        )
        .map(closureOfRow)
    },
    unprovedClosures() {
      return connection
        .all(
          query
            .selectFrom('closure')
            .selectAll()
            .where('refused_everywhere_at', 'is', null)
            .where('state', '<>', sql.lit('closing'))
            .orderBy('ordered_at')
            .orderBy('id'),
        )
        .map(closureOfRow)
    },
  }
}

export function closureById(connection: Connection, id: string): Closure | undefined {
  const row = connection.first(findClosure({ id }))
  return row && closureOfRow(row)
}

export function updateClosure(connection: Connection, closure: Closure): void {
  connection.run(bound(query.updateTable('closure').set(rowOfClosure(closure)).where('id', '=', closure.id)))
}

function isBefore(cursor: string) {
  const [orderedAt, id] = parseCursor(cursor, newestFirst, 2)
  if (typeof orderedAt !== 'number' || typeof id !== 'string') throw foreignCursor()
  return sql<boolean>`(ordered_at, id) < (${orderedAt}, ${id})`
}

const findClosure = prepare<{ id: string }, ClosureTable>(({ id }) =>
  query.selectFrom('closure').selectAll().where('id', '=', id),
)
