import type { Filter, Sort } from '@curfew/contract'
import {
  type AuditEntry,
  allListed,
  type Delivery,
  type NewClosure,
  type NewDelivery,
  type NewPlan,
  type Search,
  type Session,
} from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import type { TestedStore } from './stores.ts'

/** Half past nine, when the sessions of the cast are half an hour old and none of them has expired. */
export const now = new Date('2026-03-02T09:15:00.000Z')

export function minutesLater(minutes: number, from = now): Date {
  return new Date(from.getTime() + minutes * 60_000)
}

export function searchFor(filters: readonly Filter[] = [], at = now): Search {
  return { scope: allListed, filters, now: at }
}

export const byUser: Sort = [{ field: 'userId', descending: false }]

/** All pages, one after the other. */
export async function allPages(
  store: TestedStore,
  {
    filters = [],
    sort = byUser,
    limit = 2,
    at = now,
  }: { filters?: Filter[]; sort?: Sort; limit?: number; at?: Date } = {},
): Promise<Session[]> {
  const found: Session[] = []
  let cursor: string | null = null
  do {
    const page = await store.page({ ...searchFor(filters, at), sort, limit, cursor })
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

export const anActor = { userId: 'ada', firstName: 'Ada', lastName: 'Byron', sessionId: null }

let made = 0
/** Differs within a process, and sorts by making. */
export function newId(kind: string): string {
  made += 1
  return `${kind}-${String(made).padStart(6, '0')}`
}

export function aPlan(selection: NewPlan['selection'], overrides: Partial<NewPlan> = {}): NewPlan {
  return {
    id: newId('plan'),
    selection,
    scope: allListed,
    actor: anActor,
    now,
    expiresAt: minutesLater(5),
    ...overrides,
  }
}

export function aNewDelivery(overrides: Partial<NewDelivery> = {}): NewDelivery {
  const id = overrides.id ?? newId('delivery')
  return { id, channel: 'event-stream', recipient: id, recipientName: 'browser', nextAttemptAt: now, ...overrides }
}

/** End sessions, each with these deliveries. */
export function end(
  store: TestedStore,
  sessionIds: readonly string[],
  {
    status = 'closed',
    at = now,
    closureId = null,
    deliveries = () => [],
  }: {
    status?: 'closing' | 'closed'
    at?: Date
    closureId?: string | null
    deliveries?: (sessionId: string) => NewDelivery[]
  } = {},
): Promise<readonly string[]> {
  const sessions = sessionIds.map((sessionId) => ({ sessionId, status, deliveries: deliveries(sessionId) }))
  return store.endSessions({ ending: closureId ? 'closure' : 'logoff', at, closureId, sessions, audit: [] })
}

export function ids(items: readonly (Session | Delivery)[]): string[] {
  return items.map(({ id }) => id)
}

export function anAudit(act: string): AuditEntry {
  return { id: newId('audit'), at: now, actor: anActor, act, target: 'something', detail: {} }
}

/** Stores one session with these deliveries, under a closure of its own. */
export const storedWith =
  (store: () => TestedStore) =>
  async (deliveries: readonly NewDelivery[]): Promise<{ closureId: string; sessionId: string }> => {
    const session = aNewSession({ userId: 'ada', source: 'portal' })
    await store().register([session])
    const plan = await store().createPlan(aPlan({ sessionIds: [session.id] }))
    const closureId = newId('closure')
    const closure: NewClosure = {
      id: closureId,
      planId: plan.id,
      reasonKind: 'administrator',
      reason: '',
      messageToUser: null,
      messagesToUser: {},
      closedBy: anActor,
      orderedAt: now,
    }
    await store().startClosure(closure, [])
    await store().endSessions({
      ending: 'closure',
      at: now,
      closureId,
      sessions: [{ sessionId: session.id, status: 'closed', deliveries }],
      progress: { position: 1, state: 'done', completedAt: now, refusedEverywhereAt: now },
      audit: [],
    })
    return { closureId, sessionId: session.id }
  }
