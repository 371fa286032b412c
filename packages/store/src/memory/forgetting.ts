import { compareText, type Plan, printQueue, queueOf, type Session } from '@curfew/registry'
import { forgetPlace } from './feeds.ts'
import { handleKey } from './sessions.ts'
import { type Tables, takeFrom } from './tables.ts'

/** Forget what ended before: sessions with their deliveries, and plans that expired before and are not being executed. */
export function forgetEnded(tables: Tables, before: Date, limit: number): number {
  for (const [id, { plan }] of tables.plans)
    if (plan.expiresAt < before && !isBeingExecuted(tables, plan)) tables.plans.delete(id)
  for (const [id, { endsAt, liftedAt }] of tables.holds) if ((liftedAt ?? endsAt) < before) tables.holds.delete(id)
  const ended = Array.from(tables.sessions.values())
    .flatMap((session) => (session.endedAt && session.endedAt < before ? { session, endedAt: session.endedAt } : []))
    .sort(
      (one, other) => one.endedAt.getTime() - other.endedAt.getTime() || compareText(one.session.id, other.session.id),
    )
    .slice(0, limit)
  for (const { session } of ended) forget(tables, session)
  return ended.length
}

export function isBeingExecuted(tables: Tables, { closureId }: Plan): boolean {
  return tables.closures.get(closureId ?? '')?.state === 'closing'
}

function forget(tables: Tables, session: Session) {
  const { id } = session
  for (const deliveryId of tables.deliveriesBySession.get(id) ?? []) {
    const delivery = tables.deliveries.get(deliveryId)
    if (delivery?.closureId) takeFrom(tables.deliveriesByClosure, delivery.closureId, deliveryId)
    if (delivery) {
      forgetPlace(tables, delivery)
      takeFrom(tables.waitingByQueue, printQueue(queueOf(delivery)), deliveryId)
    }
    tables.deliveries.delete(deliveryId)
  }
  tables.deliveriesBySession.delete(id)
  const credentialHash = tables.credentialOf.get(id)
  if (credentialHash !== undefined) tables.sessionByCredential.delete(credentialHash)
  tables.credentialOf.delete(id)
  if (tables.endedByHandle.get(handleKey(session)) === id) tables.endedByHandle.delete(handleKey(session))
  takeFrom(tables.closedByUser, session.userId, id)
  tables.inGrid.delete(id)
  tables.radius.delete(id)
  tables.sessions.delete(id)
  tables.numbers.delete(id)
}
