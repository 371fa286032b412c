import type { WebhookEventType } from '@curfew/contract'
import {
  type Delivery,
  isWanted,
  type KnownEvent,
  receiptEvent,
  type Session,
  type WebhookEvent,
} from '@curfew/registry'
import type { Tables } from './tables.ts'

/** The end of the log: no event has a higher position, and none had. */
export function endOfEvents({ settings }: Tables): number {
  return Number(settings.get(endOfLog) ?? 0)
}

const endOfLog = 'end-of-events'

export function noteSession(
  tables: Tables,
  type: 'session.opened' | 'session.closed',
  session: Pick<Session, 'id' | 'kind' | 'superAdminCredentials' | 'sourceId'>,
  at: Date,
): void {
  if (!isWanted(Array.from(tables.webhooks.values()), type, session)) return
  note(tables, { type, at, sessionId: session.id, deliveryId: null, closureId: null })
}

export function noteReceipt(tables: Tables, before: Delivery, after: Delivery, at: Date): void {
  const type = receiptEvent(before, after)
  const session = tables.sessions.get(after.sessionId)
  if (!type || !session || !isWanted(Array.from(tables.webhooks.values()), type, session)) return
  note(tables, { type, at, sessionId: session.id, deliveryId: after.id, closureId: null })
}

export function noteRefusedEverywhere(tables: Tables, closureId: string, at: Date): void {
  const type: WebhookEventType = 'closure.refused-everywhere'
  const isOne = Array.from(tables.webhooks.values()).some(({ disabled, types }) => !disabled && types.includes(type))
  if (isOne) note(tables, { type, at, sessionId: null, deliveryId: null, closureId })
}

export function known(tables: Tables, event: WebhookEvent): KnownEvent {
  const find = <Row>(rows: ReadonlyMap<string, Row>, id: string | null) => rows.get(id ?? '') ?? null
  return {
    ...event,
    session: find(tables.sessions, event.sessionId),
    delivery: find(tables.deliveries, event.deliveryId),
    closure: find(tables.closures, event.closureId),
  }
}

function note(tables: Tables, event: Omit<WebhookEvent, 'position'>): void {
  const position = endOfEvents(tables) + 1
  tables.events.set(position, { ...event, position })
  tables.settings.set(endOfLog, String(position))
}
