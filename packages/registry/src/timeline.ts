import { acceptingChannels, type SessionDetail } from '@curfew/contract'
import type { Closure, Delivery } from './closing.ts'
import type { Session } from './session.ts'

/** One line of a session's life, as the contract has it but for the time. */
export type TimelineEntry = Omit<SessionDetail['timeline'][number], 'at'> & { readonly at: Date }

/** A session's life, oldest first; what happened in one instant is in the order in which it can have happened. */
export function timelineOf(
  session: Session,
  closure: Closure | undefined,
  deliveries: readonly Delivery[],
): TimelineEntry[] {
  return [...ownEntries(session, closure), ...deliveries.flatMap(deliveryEntries)].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  )
}

function ownEntries(session: Session, closure: Closure | undefined): TimelineEntry[] {
  const { loggedOnAt, lastActivityAt, command, ending, endedAt, source, clientAddress } = session
  return [
    { at: loggedOnAt, what: 'logged-on', who: source, detail: clientAddress },
    ...entry(lastActivityAt > loggedOnAt ? lastActivityAt : null, 'last-activity', '', ''),
    ...entry(command?.startedAt ?? null, 'command-began', command?.name ?? '', ''),
    ...entry(endedAt, 'ended', closure?.closedBy?.userId ?? '', closure?.reason ?? ending ?? ''),
  ]
}

function deliveryEntries(delivery: Delivery): TimelineEntry[] {
  const { status, channel, recipientName, storedAt, sentAt, acknowledgedAt, verifiedAt, cause } = delivery
  const isRefused = status === 'refused'
  return [
    ...entry(isRefused ? null : sentAt, 'told', recipientName, ''),
    ...entry(acknowledgedAt, acceptingChannels.has(channel) ? 'accepted' : 'acknowledged', recipientName, ''),
    ...entry(verifiedAt, 'verified', recipientName, ''),
    ...entry(isRefused ? (sentAt ?? storedAt) : null, 'refused', recipientName, cause),
    ...entry(status === 'unreachable' ? storedAt : null, 'unreachable', recipientName, cause),
  ]
}

function entry(at: Date | null, what: TimelineEntry['what'], who: string, detail: string): TimelineEntry[] {
  return at ? [{ at, what, who, detail }] : []
}
