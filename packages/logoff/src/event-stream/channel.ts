import type { Logoff, LogoffChannel, TellOutcome } from '@curfew/registry'
import { logoffFrame } from './frames.ts'
import type { Hub } from './hub.ts'

/** Browsers hear of it on the stream that they hold open; the recipient is the session itself. */
export function createEventStreamChannel(hub: Pick<Hub, 'writeLast'>): LogoffChannel {
  return {
    channel: 'event-stream',
    tell: async (logoffs) => logoffs.map((logoff) => tellOne(hub, logoff)),
  }
}

/** *Sent* is all that a socket can prove; that it was heard, the browser says itself with the receipt. */
function tellOne(hub: Pick<Hub, 'writeLast'>, logoff: Logoff): TellOutcome {
  const written = hub.writeLast(logoff.session.id, logoffFrame(logoff))
  if (written > 0) return { to: 'sent' }
  return {
    to: 'unreachable',
    cause: 'No browser of this session is connected. It is refused at its next request.',
  }
}
