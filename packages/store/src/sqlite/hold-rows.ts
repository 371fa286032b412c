import type { Hold, HoldSubject } from '@curfew/registry'
import { actorOf, nobody } from './closing-rows.ts'
import type { HoldTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'

export function holdOfRow(row: HoldTable): Hold {
  return {
    id: row.id,
    subject: subjectOf(row),
    reason: row.reason,
    messageToUser: row.message_to_user,
    heldBy: actorOf({
      userId: row.held_by_user_id,
      firstName: row.held_by_first_name,
      lastName: row.held_by_last_name,
      sessionId: row.held_by_session_id,
    }),
    createdAt: new Date(row.created_at),
    endsAt: new Date(row.ends_at),
    liftedAt: timeOrNull(row.lifted_at),
    liftedBy: actorOf({
      userId: row.lifted_by_user_id,
      firstName: row.lifted_by_first_name,
      lastName: row.lifted_by_last_name,
      sessionId: row.lifted_by_session_id,
    }),
    closureId: row.closure_id,
  }
}

export function rowOfHold(hold: Hold): HoldTable {
  const { subject, heldBy, liftedBy } = hold
  return {
    id: hold.id,
    kind: subject.kind,
    user_id: subject.kind === 'address' ? null : subject.userId,
    source_id: subject.kind === 'user-at-source' ? subject.sourceId : null,
    source: subject.kind === 'user-at-source' ? subject.source : null,
    address: subject.kind === 'address' ? subject.address : null,
    reason: hold.reason,
    message_to_user: hold.messageToUser,
    held_by_user_id: heldBy?.userId ?? nobody,
    held_by_first_name: heldBy?.firstName ?? '',
    held_by_last_name: heldBy?.lastName ?? '',
    held_by_session_id: heldBy?.sessionId ?? null,
    created_at: hold.createdAt.getTime(),
    ends_at: hold.endsAt.getTime(),
    lifted_at: hold.liftedAt?.getTime() ?? null,
    lifted_by_user_id: liftedBy?.userId ?? nobody,
    lifted_by_first_name: liftedBy?.firstName ?? '',
    lifted_by_last_name: liftedBy?.lastName ?? '',
    lifted_by_session_id: liftedBy?.sessionId ?? null,
    closure_id: hold.closureId,
  }
}

function subjectOf({ kind, user_id, source_id, source, address }: HoldTable): HoldSubject {
  const userId = user_id ?? ''
  if (kind === 'user') return { kind, userId }
  if (kind === 'address') return { kind, address: address ?? '' }
  return { kind, userId, sourceId: source_id ?? '', source: source ?? '' }
}
