import type { AuditEntry, Webhook, WebhookAttempt, WebhookStore } from '@curfew/registry'
import { sql } from 'kysely'
import { afterForgetting, afterRound, beginWebhook, changedWebhook, keptAttempts } from '../webhook-rows.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { type EventLog, endOfLog } from './event-log.ts'
import { bound, prepare, query, type SqlValue } from './query.ts'
import { writeSetting } from './settings.ts'
import type { Synchronous } from './synchronous.ts'
import { rowOfAttempt, rowOfSetAside, rowOfWebhook, webhookOfRow } from './webhook-rows.ts'
import type { SetAsideTable, WebhookAttemptTable } from './webhook-tables.ts'

type Webhooks = Synchronous<WebhookStore>
type Reading = 'webhooks' | 'webhookById' | 'eventsAfter' | 'dueSetAside' | 'webhookCounts' | 'webhookAttempts'

export function webhookWrites(connection: Connection, events: EventLog): Omit<Webhooks, Reading> {
  const keep = (webhook: Webhook) => {
    connection.run(bound(query.updateTable('webhook').set(rowOfWebhook(webhook)).where('id', '=', webhook.id)))
    events.distrust()
  }
  const isTaken = (name: string, exceptId: string) =>
    connection.first(query.selectFrom('webhook').select('id').where('name', '=', name).where('id', '<>', exceptId)) !==
    undefined

  return {
    createWebhook(webhook, most, audit) {
      if (isTaken(webhook.name, '')) return 'name-taken'
      if (allWebhooks(connection).length >= most) return 'too-many'
      connection.run(query.insertInto('webhook').values(rowOfWebhook(beginWebhook(webhook, events.end()))))
      events.distrust()
      writeAudit(connection, [audit])
      return 'created'
    },
    changeWebhook(id, changes, audit) {
      const before = webhookById(connection, id)
      if (!before) return 'not-found'
      if (changes.name !== undefined && isTaken(changes.name, id)) return 'name-taken'
      keep(changedWebhook(before, changes, events.end()))
      writeAudit(connection, [audit])
      return 'changed'
    },
    deleteWebhook(id, audit) {
      if (connection.run(query.deleteFrom('webhook').where('id', '=', id)) === 0) return 'not-found'
      connection.run(query.deleteFrom('set_aside').where('webhook_id', '=', id))
      connection.run(query.deleteFrom('webhook_attempt').where('webhook_id', '=', id))
      events.distrust()
      writeAudit(connection, [audit])
      return 'deleted'
    },
    settleRound(webhookId, round, most, audit: readonly AuditEntry[]) {
      const before = webhookById(connection, webhookId)
      if (!before) return
      for (const one of round.setAside) connection.run(putAside({ ...rowOfSetAside(webhookId, one) }))
      for (const position of round.settled) connection.run(takeBack({ webhook_id: webhookId, position }))
      const forgotten = boundSetAside(connection, webhookId, most)
      const after = afterRound(before, round)
      keep({ ...after, forgotten: after.forgotten + forgotten })
      keepAttempts(connection, webhookId, round.attempts)
      if (!before.disabled && round.disabled) writeAudit(connection, audit)
    },
    noteAttempt(webhookId, attempt) {
      if (webhookById(connection, webhookId)) keepAttempts(connection, webhookId, [attempt])
    },
    retryWebhook(id, at, audit) {
      const webhook = webhookById(connection, id)
      if (!webhook) return 'not-found'
      connection.run(
        query.updateTable('set_aside').set({ attempts: 0, next_attempt_at: at.getTime() }).where('webhook_id', '=', id),
      )
      keep({ ...webhook, failures: 0, failingSince: null, nextAttemptAt: null })
      writeAudit(connection, [audit])
      return 'retried'
    },
    forgetEvents(before, most, limit) {
      const enabled = allWebhooks(connection).filter(({ disabled }) => !disabled)
      const done = Math.min(...enabled.map(({ position }) => position))
      const last = events.end()
      const dropped = connection
        .all(query.selectFrom('event').select(['position', 'at']).orderBy('position').limit(limit))
        .filter(({ position, at }) => position <= done || at < before.getTime() || position <= last - most)
        .map(({ position }) => position)
      for (const webhook of enabled) {
        const after = afterForgetting(webhook, dropped)
        if (after.position > webhook.position) keep(after)
      }
      // The end must be known from somewhere when the last event is gone.
      if (dropped.length > 0) writeSetting(connection, endOfLog, String(last))
      for (const position of dropped) connection.run(deleteEvent({ position }))
      return dropped.length
    },
  }
}

export function webhookById(connection: Connection, id: string): Webhook | undefined {
  const row = connection.first(query.selectFrom('webhook').selectAll().where('id', '=', id))
  return row && webhookOfRow(row)
}

export function allWebhooks(connection: Connection): Webhook[] {
  return connection.all(query.selectFrom('webhook').selectAll().orderBy('name')).map(webhookOfRow)
}

/** Of too many that are tried again the oldest are given up, of too many given up the oldest forgotten. @returns how many */
function boundSetAside(connection: Connection, webhookId: string, most: number): number {
  connection.run(sql`
    UPDATE set_aside SET next_attempt_at = NULL WHERE webhook_id = ${webhookId} AND next_attempt_at IS NOT NULL
    AND position < (SELECT position FROM set_aside WHERE webhook_id = ${webhookId} AND next_attempt_at IS NOT NULL
      ORDER BY position DESC LIMIT 1 OFFSET ${most - 1})`)
  return connection.run(sql`
    DELETE FROM set_aside WHERE webhook_id = ${webhookId} AND next_attempt_at IS NULL
    AND position < (SELECT position FROM set_aside WHERE webhook_id = ${webhookId} AND next_attempt_at IS NULL
      ORDER BY position DESC LIMIT 1 OFFSET ${most - 1})`)
}

function keepAttempts(connection: Connection, webhookId: string, attempts: readonly WebhookAttempt[]): void {
  for (const is_accepted of [0, 1]) {
    const alike = attempts.filter(({ outcome }) => Number(outcome === 'accepted') === is_accepted)
    if (alike.length === 0) continue
    for (const attempt of alike.slice(-keptAttempts))
      connection.run(insertAttempt({ ...rowOfAttempt(webhookId, attempt) }))
    connection.run(sql`
      DELETE FROM webhook_attempt WHERE webhook_id = ${webhookId} AND is_accepted = ${is_accepted}
      AND number <= (SELECT number FROM webhook_attempt WHERE webhook_id = ${webhookId} AND is_accepted = ${is_accepted}
        ORDER BY number DESC LIMIT 1 OFFSET ${keptAttempts})`)
  }
}

const deleteEvent = prepare<{ position: number }, object>(({ position }) =>
  query.deleteFrom('event').where('position', '=', position),
)
const takeBack = prepare<{ webhook_id: string; position: number }, object>(({ webhook_id, position }) =>
  query.deleteFrom('set_aside').where('webhook_id', '=', webhook_id).where('position', '=', position),
)
const putAside = prepare<SetAsideTable & Record<string, SqlValue>, object>((row) =>
  query
    .insertInto('set_aside')
    .values({
      webhook_id: row.webhook_id,
      position: row.position,
      type: row.type,
      at: row.at,
      session_id: row.session_id,
      delivery_id: row.delivery_id,
      closure_id: row.closure_id,
      attempts: row.attempts,
      next_attempt_at: row.next_attempt_at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['webhook_id', 'position'])
        .doUpdateSet({ attempts: row.attempts, next_attempt_at: row.next_attempt_at }),
    ),
)
const insertAttempt = prepare<Omit<WebhookAttemptTable, 'number'> & Record<string, SqlValue>, object>((row) =>
  query.insertInto('webhook_attempt').values({
    webhook_id: row.webhook_id,
    id: row.id,
    event_id: row.event_id,
    type: row.type,
    at: row.at,
    took_ms: row.took_ms,
    attempt: row.attempt,
    outcome: row.outcome,
    is_accepted: row.is_accepted,
    status: row.status,
    cause: row.cause,
    answer: row.answer,
  }),
)
