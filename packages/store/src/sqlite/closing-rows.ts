import { sessionKinds } from '@curfew/contract'
import type { Actor, Closure, Delivery, Plan } from '@curfew/registry'
import type { Insertable, Selectable } from 'kysely'
import type { ClosureTable, DeliveryTable, PlanTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'
import { readList, readNumber, readOneOf, readText, readTexts } from './stored-json.ts'

/** Where nobody in person ordered it. No user id is empty. */
export const nobody = ''

export function actorOf(actor: Actor): Actor | null {
  return actor.userId === nobody ? null : actor
}

export function planOfRow(row: Selectable<PlanTable>): Plan {
  return {
    id: row.id,
    actor: actorOf({
      userId: row.actor_user_id,
      firstName: row.actor_first_name,
      lastName: row.actor_last_name,
      sessionId: row.actor_session_id,
    }),
    isMatching: row.is_matching === 1,
    count: row.count,
    alreadyClosed: row.already_closed,
    notFound: row.not_found,
    byKind: readList(row.by_kind, (item) => ({
      kind: readOneOf(sessionKinds, item, 'kind'),
      count: readNumber(item, 'count'),
    })),
    bySource: readList(row.by_source, (item) => ({
      sourceId: readText(item, 'sourceId'),
      source: readText(item, 'source'),
      count: readNumber(item, 'count'),
    })),
    users: readList(row.users, String),
    userCount: row.user_count,
    includesOwnSession: row.includes_own_session === 1,
    commandsInFlight: row.commands_in_flight,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    closureId: row.closure_id,
  }
}

export function rowOfPlan(plan: Plan): Insertable<PlanTable> {
  return {
    id: plan.id,
    actor_user_id: plan.actor?.userId ?? nobody,
    actor_first_name: plan.actor?.firstName ?? '',
    actor_last_name: plan.actor?.lastName ?? '',
    actor_session_id: plan.actor?.sessionId ?? null,
    is_matching: Number(plan.isMatching),
    count: plan.count,
    already_closed: plan.alreadyClosed,
    not_found: plan.notFound,
    by_kind: JSON.stringify(plan.byKind),
    by_source: JSON.stringify(plan.bySource),
    users: JSON.stringify(plan.users),
    user_count: plan.userCount,
    includes_own_session: Number(plan.includesOwnSession),
    commands_in_flight: plan.commandsInFlight,
    created_at: plan.createdAt.getTime(),
    expires_at: plan.expiresAt.getTime(),
    closure_id: plan.closureId,
    is_kept: 1,
  }
}

export function closureOfRow(row: ClosureTable): Closure {
  return {
    id: row.id,
    planId: row.plan_id,
    reasonKind: row.reason_kind,
    reason: row.reason,
    messageToUser: row.message_to_user,
    messagesToUser: readTexts(row.messages_to_user),
    closedBy: actorOf({
      userId: row.closed_by_user_id,
      firstName: row.closed_by_first_name,
      lastName: row.closed_by_last_name,
      sessionId: row.closed_by_session_id,
    }),
    orderedAt: new Date(row.ordered_at),
    state: row.state,
    completedAt: timeOrNull(row.completed_at),
    refusedEverywhereAt: timeOrNull(row.refused_everywhere_at),
    planned: row.planned,
    closed: row.closed,
    alreadyClosed: row.already_closed,
    notFound: row.not_found,
    includedOwnSession: row.included_own_session === 1,
    position: row.position,
  }
}

export function rowOfClosure(closure: Closure): ClosureTable {
  return {
    id: closure.id,
    plan_id: closure.planId,
    reason: closure.reason,
    reason_kind: closure.reasonKind,
    message_to_user: closure.messageToUser,
    messages_to_user: JSON.stringify(closure.messagesToUser),
    closed_by_user_id: closure.closedBy?.userId ?? nobody,
    closed_by_first_name: closure.closedBy?.firstName ?? '',
    closed_by_last_name: closure.closedBy?.lastName ?? '',
    closed_by_session_id: closure.closedBy?.sessionId ?? null,
    ordered_at: closure.orderedAt.getTime(),
    state: closure.state,
    completed_at: closure.completedAt?.getTime() ?? null,
    refused_everywhere_at: closure.refusedEverywhereAt?.getTime() ?? null,
    planned: closure.planned,
    closed: closure.closed,
    already_closed: closure.alreadyClosed,
    not_found: closure.notFound,
    included_own_session: Number(closure.includedOwnSession),
    position: closure.position,
  }
}

export function deliveryOfRow(row: DeliveryTable): Delivery {
  return {
    id: row.id,
    closureId: row.closure_id,
    sessionId: row.session_id,
    channel: row.channel,
    recipient: row.recipient,
    recipientName: row.recipient_name,
    status: row.status,
    storedAt: new Date(row.stored_at),
    sentAt: timeOrNull(row.sent_at),
    acknowledgedAt: timeOrNull(row.acknowledged_at),
    verifiedAt: timeOrNull(row.verified_at),
    attempts: row.attempts,
    nextAttemptAt: timeOrNull(row.next_attempt_at),
    giveUpAt: new Date(row.give_up_at),
    givenUpAt: timeOrNull(row.given_up_at),
    cause: row.cause,
    feedPosition: row.feed_position,
  }
}

/** Without what a delivery keeps from its beginning to its end beside what is known of it. */
export type DeliveryRow = Omit<DeliveryTable, 'queue_number' | 'is_listed'>

export function rowOfDelivery(delivery: Delivery): DeliveryRow {
  return {
    id: delivery.id,
    closure_id: delivery.closureId,
    session_id: delivery.sessionId,
    channel: delivery.channel,
    recipient: delivery.recipient,
    recipient_name: delivery.recipientName,
    status: delivery.status,
    stored_at: delivery.storedAt.getTime(),
    sent_at: delivery.sentAt?.getTime() ?? null,
    acknowledged_at: delivery.acknowledgedAt?.getTime() ?? null,
    verified_at: delivery.verifiedAt?.getTime() ?? null,
    attempts: delivery.attempts,
    next_attempt_at: delivery.nextAttemptAt?.getTime() ?? null,
    give_up_at: delivery.giveUpAt.getTime(),
    given_up_at: delivery.givenUpAt?.getTime() ?? null,
    cause: delivery.cause,
    feed_position: delivery.feedPosition,
  }
}
