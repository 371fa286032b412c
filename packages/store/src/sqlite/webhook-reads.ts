import type {
  Closure,
  Delivery,
  KnownEvent,
  Session,
  WebhookCounts,
  WebhookEvent,
  WebhookStore,
} from '@curfew/registry'
import { foreignCursor, parseCursor, printCursor } from '../cursor.ts'
import { behind } from '../webhook-rows.ts'
import { closureOfRow, deliveryOfRow } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { query } from './query.ts'
import { listed, selectSessions, sessionOf, timeOrNull } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'
import { attemptOfRow, eventOfRow } from './webhook-rows.ts'
import { allWebhooks } from './webhooks.ts'

type Webhooks = Synchronous<WebhookStore>
type Names = 'eventsAfter' | 'dueSetAside' | 'webhookCounts' | 'webhookAttempts'

export function webhookReads(connection: Connection): Pick<Webhooks, Names> {
  return {
    eventsAfter(position, limit) {
      const rows = connection.all(
        query.selectFrom('event').selectAll().where('position', '>', position).orderBy('position').limit(limit),
      )
      return known(connection, rows.map(eventOfRow))
    },
    dueSetAside(webhookId, now, limit) {
      const rows = connection.all(
        query
          .selectFrom('set_aside')
          .selectAll()
          .where('webhook_id', '=', webhookId)
          .where('next_attempt_at', '<=', now.getTime())
          .orderBy('next_attempt_at')
          .orderBy('position')
          .limit(limit),
      )
      const events = known(connection, rows.map(eventOfRow))
      return rows.flatMap(({ attempts, next_attempt_at }, index) => {
        const event = events[index]
        return event ? [{ event, attempts, nextAttemptAt: timeOrNull(next_attempt_at) }] : []
      })
    },
    webhookCounts(ids) {
      const first = connection.first(query.selectFrom('event').select('position').orderBy('position').limit(1))
      const last = connection.first(query.selectFrom('event').select('position').orderBy('position', 'desc').limit(1))
      const aside = connection.all(
        query
          .selectFrom('set_aside')
          .select(({ fn }) => [
            'webhook_id',
            fn.countAll<number>().as('all'),
            fn.count<number>('next_attempt_at').as('retrying'),
            fn.min('next_attempt_at').as('next_due_at'),
          ])
          .where('webhook_id', 'in', listed(ids))
          .groupBy('webhook_id'),
      )
      const asideOf = new Map(aside.map((row) => [row.webhook_id, row]))
      return new Map(
        allWebhooks(connection)
          .filter(({ id }) => ids.includes(id))
          .map((webhook): [string, WebhookCounts] => {
            const { all = 0, retrying = 0, next_due_at = null } = asideOf.get(webhook.id) ?? {}
            const waiting = behind(webhook, first?.position ?? null, last?.position ?? null)
            const counts = { behind: waiting, retrying, givenUp: all - retrying, nextDueAt: timeOrNull(next_due_at) }
            return [webhook.id, counts]
          }),
      )
    },
    webhookAttempts(webhookId, limit, cursor) {
      const order = `webhook-attempts ${webhookId}`
      const [before = Number.MAX_SAFE_INTEGER] = cursor === null ? [] : parseCursor(cursor, order, 1)
      if (typeof before !== 'number') throw foreignCursor()
      const rows = connection.all(
        query
          .selectFrom('webhook_attempt')
          .selectAll()
          .where('webhook_id', '=', webhookId)
          .where('number', '<', before)
          .orderBy('number', 'desc')
          .limit(limit + 1),
      )
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = last && rows.length > limit ? printCursor(order, [last.number]) : null
      return { items: page.map(attemptOfRow), nextCursor }
    },
  }
}

/** With what they are about, in three statements for all of them. */
function known(connection: Connection, events: readonly WebhookEvent[]): KnownEvent[] {
  const ids = (of: 'sessionId' | 'deliveryId' | 'closureId') => listed(events.flatMap((event) => event[of] ?? []))
  const rows = connection.all(selectSessions().where('s.id', 'in', ids('sessionId')))
  const sessions = byId<Session>(rows.map(sessionOf))
  const deliveries = byId<Delivery>(
    connection.all(query.selectFrom('delivery').selectAll().where('id', 'in', ids('deliveryId'))).map(deliveryOfRow),
  )
  const closures = byId<Closure>(
    connection.all(query.selectFrom('closure').selectAll().where('id', 'in', ids('closureId'))).map(closureOfRow),
  )
  return events.map((event) => ({
    ...event,
    session: sessions.get(event.sessionId ?? '') ?? null,
    delivery: deliveries.get(event.deliveryId ?? '') ?? null,
    closure: closures.get(event.closureId ?? '') ?? null,
  }))
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]))
}
