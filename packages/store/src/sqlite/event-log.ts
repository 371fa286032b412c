import type { WebhookEventType } from '@curfew/contract'
import { type Delivery, isWanted, receiptEvent, type Session, type Webhook, type WebhookEvent } from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { prepare, query, type SqlValue } from './query.ts'
import type { SessionTable } from './schema.ts'
import { rowOfEvent, webhookOfRow } from './webhook-rows.ts'
import type { EventTable } from './webhook-tables.ts'

type Subject = Pick<Session, 'id' | 'kind' | 'superAdminCredentials' | 'sourceId'>

/** The log of events, as the writer keeps it: inside the transaction in which something happens, and only if that is wanted. */
export type EventLog = {
  noteSession(type: 'session.opened' | 'session.closed', session: Subject, at: Date): void
  noteReceipt(before: Delivery, after: Delivery, at: Date): void
  noteRefusedEverywhere(closureId: string, at: Date): void
  /** No event has a higher position, and none had. */
  end(): number
  /** Forget what is remembered of webhooks and of the end: they were written, or what was written is undone. */
  distrust(): void
}

export function createEventLog(connection: Connection): EventLog {
  let enabled: readonly Webhook[] | undefined
  let last: number | undefined

  /** Most often there are none, and then this is all that an event costs. */
  const listeners = () => {
    enabled ??= connection
      .all(query.selectFrom('webhook').selectAll().where('disabled_reason', 'is', null))
      .map(webhookOfRow)
    return enabled
  }
  const areListening = (type: WebhookEventType) => listeners().some(({ types }) => types.includes(type))
  const end = () => {
    last ??= connection.first(findEnd)?.position ?? 0
    return last
  }
  const note = (event: Omit<WebhookEvent, 'position'>) => {
    const position = end() + 1
    connection.run(insertEvent({ ...rowOfEvent({ ...event, position }) }))
    last = position
  }

  return {
    noteSession(type, session, at) {
      if (isWanted(listeners(), type, session))
        note({ type, at, sessionId: session.id, deliveryId: null, closureId: null })
    },
    noteReceipt(before, after, at) {
      const type = receiptEvent(before, after)
      if (!type || !areListening(type)) return
      const row = connection.first(findSubject({ id: after.sessionId }))
      if (!row) return
      const { kind, source_id: sourceId, super_admin_credentials } = row
      if (isWanted(listeners(), type, { kind, sourceId, superAdminCredentials: super_admin_credentials === 1 }))
        note({ type, at, sessionId: after.sessionId, deliveryId: after.id, closureId: null })
    },
    noteRefusedEverywhere(closureId, at) {
      const type = 'closure.refused-everywhere'
      if (areListening(type)) note({ type, at, sessionId: null, deliveryId: null, closureId })
    },
    end,
    distrust() {
      enabled = undefined
      last = undefined
    },
  }
}

/** Where the log ended when events were last forgotten. */
export const endOfLog = 'end-of-events'

const findEnd = sql<{ position: number }>`
  SELECT max(
    coalesce((SELECT max(position) FROM event), 0),
    coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = ${endOfLog}), 0)
  ) AS position`

const insertEvent = prepare<EventTable & Record<string, SqlValue>, object>((row) =>
  query.insertInto('event').values({
    position: row.position,
    type: row.type,
    at: row.at,
    session_id: row.session_id,
    delivery_id: row.delivery_id,
    closure_id: row.closure_id,
  }),
)

type SubjectRow = Pick<SessionTable, 'kind' | 'source_id' | 'super_admin_credentials'>
const findSubject = prepare<{ id: string }, SubjectRow>(({ id }) =>
  query.selectFrom('session').select(['kind', 'source_id', 'super_admin_credentials']).where('id', '=', id),
)
