import { CurfewError } from '@curfew/contract'
import type { ClosingStore, Closure, EndingBatch, NewPlan, Page, Session, SessionStore } from '@curfew/registry'
import { compareText, hasExpired, isListed, isOpen } from '@curfew/registry'
import { beginClosure, beginDelivery, moveOn } from '../closure-rows.ts'
import { parseCursor, printCursor } from '../cursor.ts'
import { factsOf, planOf } from '../plan-facts.ts'
import { noteRefusedEverywhere, noteSession } from './events.ts'
import { placed } from './feeds.ts'
import { isBeingExecuted } from './forgetting.ts'
import { keepDelivery } from './queues.ts'
import { found } from './search.ts'
import { keep } from './sessions.ts'
import type { Tables } from './tables.ts'

const newestFirst = 'closures'

type Closings = ClosingStore & Pick<SessionStore, 'endSessions'>

/** Plans, closures, and the transaction that ends sessions. */
export function closings(tables: Tables): Closings {
  const { plans, closures } = tables

  return {
    async createPlan(asked) {
      forgetSpentPlans(tables, asked.now)
      const selected = selectionOf(tables, asked)
      const open = selected.sessions.filter((session) => isOpen(session) && !hasExpired(session, asked.now))
      const ownLast = [...open.filter((session) => !isOwn(session)), ...open.filter(isOwn)]
      const others = { alreadyClosed: selected.sessions.length - open.length, notFound: selected.notFound }
      const plan = planOf(asked, factsOf(open, asked.actor, others))
      plans.set(plan.id, { plan, sessionIds: ownLast.map(({ id }) => id) })
      return plan

      function isOwn({ id }: Session): boolean {
        return id === asked.actor?.sessionId
      }
    },
    async planById(id) {
      return plans.get(id)?.plan
    },
    async plannedSessions(planId, position, limit) {
      const ids = plans.get(planId)?.sessionIds.slice(position, position + limit) ?? []
      return ids.flatMap((id) => tables.sessions.get(id) ?? [])
    },

    async startClosure(closure, audit, holds = []) {
      const row = plans.get(closure.planId)
      if (!row) throw new CurfewError('not-found', 'There is no such plan. Nothing was closed.')
      const started = closures.get(row.plan.closureId ?? '')
      if (started) return started
      const begun = beginClosure(closure, row.plan)
      closures.set(begun.id, begun)
      plans.set(closure.planId, { ...row, plan: { ...row.plan, closureId: begun.id } })
      for (const hold of holds) tables.holds.set(hold.id, hold)
      for (const entry of audit) tables.audit.set(entry.id, entry)
      return begun
    },
    async endSessions(batch) {
      const closure = closures.get(batch.closureId ?? '')
      if (batch.sessions.some(({ deliveries }) => deliveries.some(({ id }) => tables.deliveries.has(id))))
        throw new Error('A delivery id is in use already.')
      const ended = batch.sessions.filter((ending) => endOne(tables, batch, ending)).map(({ sessionId }) => sessionId)
      if (closure && batch.progress) {
        const after = moveOn(closure, batch.progress, ended.length)
        closures.set(closure.id, after)
        if (!closure.refusedEverywhereAt && after.refusedEverywhereAt)
          noteRefusedEverywhere(tables, closure.id, after.refusedEverywhereAt)
      }
      for (const entry of batch.audit) tables.audit.set(entry.id, entry)
      return ended
    },
    async markRefusedEverywhere(closureId, at) {
      const closure = closures.get(closureId)
      if (!closure || closure.refusedEverywhereAt !== null) return
      closures.set(closureId, { ...closure, refusedEverywhereAt: at })
      noteRefusedEverywhere(tables, closureId, at)
    },

    async closureById(id) {
      return closures.get(id)
    },
    async closures(limit, cursor): Promise<Page<Closure>> {
      const after = cursor === null ? null : parseCursor(cursor, newestFirst, 2)
      const ordered = oldestFirst(closures.values())
        .toReversed()
        .filter(({ id, orderedAt }) => {
          if (!after) return true
          const [time, afterId] = [Number(after[0]), String(after[1])]
          return orderedAt.getTime() < time || (orderedAt.getTime() === time && compareText(id, afterId) < 0)
        })
      const items = ordered.slice(0, limit)
      const last = items.at(-1)
      const hasMore = ordered.length > items.length
      const nextCursor = hasMore && last ? printCursor(newestFirst, [last.orderedAt.getTime(), last.id]) : null
      return { items, nextCursor }
    },
    async unfinishedClosures() {
      return oldestFirst(closures.values()).filter(({ state }) => state === 'closing')
    },
    async unprovedClosures() {
      return oldestFirst(closures.values()).filter(
        ({ state, refusedEverywhereAt }) => state !== 'closing' && refusedEverywhereAt === null,
      )
    },
  }
}

function selectionOf(tables: Tables, { selection, scope, now }: NewPlan): { sessions: Session[]; notFound: number } {
  if ('filters' in selection) {
    const except = new Set(selection.except)
    const sessions = Array.from(found(tables, { scope, filters: selection.filters, now }))
      .filter(({ id }) => !except.has(id))
      .sort(
        (one, other) =>
          one.loggedOnAt.getTime() - other.loggedOnAt.getTime() ||
          (tables.numbers.get(one.id) ?? 0) - (tables.numbers.get(other.id) ?? 0),
      )
    return { sessions, notFound: 0 }
  }
  const ids = Array.from(new Set(selection.sessionIds))
  const sessions = ids.flatMap((id) => tables.sessions.get(id) ?? []).filter(isListed)
  return { sessions, notFound: ids.length - sessions.length }
}

function endOne(tables: Tables, batch: EndingBatch, ending: EndingBatch['sessions'][number]): boolean {
  const session = tables.sessions.get(ending.sessionId)
  if (!session || !isOpen(session)) return false
  const { closureId, at } = batch
  keep(tables, { ...session, status: ending.status, endedAt: at, ending: batch.ending, closureId })
  noteSession(tables, 'session.closed', session, at)
  for (const delivery of ending.deliveries)
    keepDelivery(tables, placed(tables, beginDelivery(delivery, session.id, batch)))
  return true
}

/** Plans whose time has passed and that no closure is going through: what they would have hit is not kept. */
function forgetSpentPlans(tables: Tables, now: Date) {
  for (const [id, { plan }] of tables.plans)
    if (plan.expiresAt < now && !isBeingExecuted(tables, plan)) tables.plans.set(id, { plan, sessionIds: [] })
}

function oldestFirst(closures: Iterable<Closure>): Closure[] {
  return Array.from(closures).sort(
    (one, other) => one.orderedAt.getTime() - other.orderedAt.getTime() || compareText(one.id, other.id),
  )
}
