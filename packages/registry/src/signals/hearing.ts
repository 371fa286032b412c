import { type Ending, signalEventTypes } from '@curfew/contract'
import type { NewDelivery } from '../closing.ts'
import { isListed } from '../listed.ts'
import type { NewId } from '../ports.ts'
import type { Session } from '../session.ts'
import type { SignalReceiver } from './signal-receiver.ts'

/** What can be sent from here. */
export const eventsSupported: readonly string[] = [signalEventTypes.sessionRevoked]

/** Of what was asked for, what is sent; a receiver that asked for nothing in particular gets all there is. */
export function eventsDelivered(requested: readonly string[]): readonly string[] {
  return requested.length === 0 ? eventsSupported : eventsSupported.filter((event) => requested.includes(event))
}

/**
 * A session is *revoked* when somebody else ended it: an administrator, a policy, or what happened to the account. One that
 * was logged off, ran out or ended at its source was not (CAEP 1.0 §3.1).
 */
export function isRevoked(ending: Ending): boolean {
  return ending === 'closure' || ending === 'account-disabled' || ending === 'password-changed'
}

type Heard = Pick<Session, 'id' | 'kind' | 'sourceId' | 'superAdminCredentials'>

/** Whether a receiver is to hear of this session: what is not listed exists for nobody. */
export function hears({ stream, status, settings }: SignalReceiver, session: Heard): boolean {
  const { sourceIds, kinds } = settings
  return (
    stream !== null &&
    status !== 'disabled' &&
    eventsDelivered(stream.eventsRequested).includes(signalEventTypes.sessionRevoked) &&
    isListed(session) &&
    (sourceIds.length === 0 || sourceIds.includes(session.sourceId)) &&
    (kinds.length === 0 || kinds.includes(session.kind))
  )
}

/** The deliveries to store with the end of a session: pushed ones are due, the others wait to be polled for. */
export function signalDeliveries(
  receivers: readonly SignalReceiver[],
  session: Heard,
  at: Date,
  newId: NewId,
): readonly NewDelivery[] {
  return receivers
    .filter((receiver) => hears(receiver, session))
    .map(({ id, name, stream }) => ({
      id: newId(),
      channel: 'shared-signals',
      recipient: id,
      recipientName: name,
      nextAttemptAt: stream?.delivery.method === 'push' ? at : null,
    }))
}
