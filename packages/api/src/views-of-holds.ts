import type { ComingBackView, HoldView } from '@curfew/contract'
import { type Actor, asOf, type Hold, isInForce, isOpen, type Session } from '@curfew/registry'

/** Holds and those who came back, as JSON. */
export function toHoldView(hold: Hold, now: Date): HoldView {
  const { id, subject, reason, messageToUser, heldBy, createdAt, endsAt, liftedAt, liftedBy, closureId } = hold
  return {
    id,
    subject: subject.kind === 'user-at-source' ? withoutId(subject) : subject,
    reason,
    messageToUser,
    heldBy: personOf(heldBy),
    createdAt: createdAt.toISOString(),
    endsAt: endsAt.toISOString(),
    liftedAt: liftedAt?.toISOString() ?? null,
    liftedBy: personOf(liftedBy),
    closureId,
    isInForce: isInForce(hold, now),
  }
}

export function toComingBackView(session: Session, now: Date): ComingBackView {
  const { id, userId, kind, source, clientAddress, loggedOnAt, cameBack } = session
  return {
    sessionId: id,
    userId,
    kind,
    source,
    clientAddress,
    loggedOnAt: loggedOnAt.toISOString(),
    afterMs: cameBack?.afterMs ?? 0,
    isOpen: isOpen(asOf(session, now)),
  }
}

function withoutId({ kind, userId, source }: Extract<Hold['subject'], { kind: 'user-at-source' }>) {
  return { kind, userId, source }
}

function personOf(actor: Actor | null): HoldView['heldBy'] {
  return actor && { userId: actor.userId, firstName: actor.firstName, lastName: actor.lastName }
}
