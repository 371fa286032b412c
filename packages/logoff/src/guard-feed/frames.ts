import type { FeedClosed, FeedHolds } from '@curfew/contract'
import type { Hold, Logoff } from '@curfew/registry'

/** The first event: how long a lease is, and the position that the feed begins after. */
export function helloFrame(hello: { readonly leaseMs: number; readonly position: number }): string {
  return `event: hello\ndata: ${JSON.stringify(hello)}\n\n`
}

/** The reader cannot be resumed from where it was: what it knows to be open no longer is, and the feed begins after `position`. */
export function resetFrame(position: number): string {
  return `id: ${position}\nevent: reset\ndata: ${JSON.stringify({ position })}\n\n`
}

/** All holds that concern this source now. Not the reasons: those are for the audit. */
export function holdsFrame(holds: readonly Hold[], now: Date): string {
  const event: FeedHolds = {
    holds: holds.map(({ subject, endsAt, messageToUser }) => ({
      ...(subject.kind === 'address' ? { address: subject.address } : { userId: subject.userId }),
      endsInMs: endsAt.getTime() - now.getTime(),
      messageToUser,
    })),
  }
  return `event: holds\ndata: ${JSON.stringify(event)}\n\n`
}

/** One session of this source has ended. JSON holds no line break, so one `data:` line always carries it whole. */
export function closedFrame(
  position: number,
  { delivery, session, farewell, receipt }: Pick<Logoff, 'delivery' | 'session' | 'farewell' | 'receipt'>,
): string {
  const event: FeedClosed = {
    deliveryId: delivery.id,
    sessionId: session.id,
    handle: session.handle,
    logoff: { ...farewell, receipt },
  }
  return `id: ${position}\nevent: closed\ndata: ${JSON.stringify(event)}\n\n`
}
