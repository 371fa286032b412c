import type { Channel, Ending } from '@curfew/contract'
import type { NewDelivery } from './closing.ts'
import type { NewId } from './ports.ts'
import { recipientInSource } from './queue.ts'
import { ownSource, type Session } from './session.ts'
import type { Source } from './source.ts'

/** Who must hear of one session's end, and whether somebody has to go and tell, or waits to be asked. */
export type Recipient = {
  readonly channel: Channel
  readonly recipient: string
  readonly recipientName: string
  readonly isPushed: boolean
}

type Told = Pick<Session, 'id' | 'kind' | 'sourceId' | 'source' | 'handle' | 'clientAddress'>

type ToldBy = Pick<Source, 'channel' | 'backChannel'>

/**
 * By kind, and by where the session lives (DESIGN §2). Empty: it is not told from here.
 *
 * @param registered undefined: the source is none that is registered, and counts as one with a guard
 */
export function recipientsOf(session: Told, registered?: ToldBy): readonly Recipient[] {
  const { id, kind, sourceId, source, handle, clientAddress } = session
  if (kind === 'authentication-agent') return []
  if (sourceId !== ownSource.id) {
    const told = { recipientName: source, isPushed: true }
    if (kind !== 'radius') return channelsOf(registered).map((channel) => ({ channel, recipient: sourceId, ...told }))
    return [{ channel: 'radius-disconnect', recipient: recipientInSource(sourceId, nasIn(handle)), ...told }]
  }
  const itself = { recipient: id, recipientName: clientAddress === '' ? source : clientAddress }
  if (kind === 'api') return [{ channel: 'next-call', ...itself, isPushed: false }]
  return [{ channel: 'event-stream', ...itself, isPushed: true }]
}

/** A source may have many NASes behind it, and one that is dead must not hold up the others. Handles end with `@` and the NAS. */
function nasIn(handle: string): string | null {
  const at = handle.lastIndexOf('@')
  return at < 0 ? null : handle.slice(at + 1)
}

function channelsOf(registered: ToldBy | undefined): readonly Channel[] {
  if (registered?.channel !== 'back-channel' && registered?.backChannel) return ['guard-feed', 'back-channel']
  return [registered?.channel ?? 'guard-feed']
}

/**
 * The deliveries to store with the end of a session.
 *
 * @param at those that somebody has to go and tell are due from then on; the others wait to be asked
 */
export function deliveriesFor(
  session: Told,
  registered: Source | undefined,
  ending: Ending,
  at: Date,
  newId: NewId,
): readonly NewDelivery[] {
  // It cannot be told from here: it is refused when it asks.
  if (registered?.channel === null) return []
  return recipientsOf(session, registered)
    .filter(({ channel }) => mustHear(channel, ending))
    .map(({ isPushed, ...recipient }) => ({ id: newId(), ...recipient, nextAttemptAt: isPushed ? at : null }))
}

/**
 * A source that ended its own session knows; but one of its guards does, and the others have to hear of it. A program that
 * logged off or stayed away until it expired has nothing to prove. A NAS that does not speak of a session has none to end.
 */
function mustHear(channel: Channel, ending: Ending): boolean {
  if (ending === 'source') return channel === 'guard-feed'
  if (ending === 'source-silent') return false
  return channel !== 'next-call' || (ending !== 'logoff' && ending !== 'idle-limit' && ending !== 'absolute-limit')
}
