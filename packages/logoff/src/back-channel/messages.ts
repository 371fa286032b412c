import type { KeptBackChannel, Logoff, Session } from '@curfew/registry'
import type { About } from './token.ts'

/** One token to be sent, and the logoffs that it carries. */
export type Message = { readonly about: About; readonly logoffs: readonly Logoff[] }

/**
 * Which tokens carry these logoffs to one relying party. All sessions that a user had there, ended by one closure, are one
 * token with `sub` where that is honoured; everything else is one token with `sid` for each session.
 *
 * @param hasOpenSession whether the user has a session there now: `sub` would end that one, too
 */
export function messagesFor(
  logoffs: readonly Logoff[],
  { honoursSub, sid }: Pick<KeptBackChannel, 'honoursSub' | 'sid'>,
  hasOpenSession: (userId: string) => boolean,
): readonly Message[] {
  const single = (logoff: Logoff): Message => ({ about: { sid: sidOf(logoff.session, sid) }, logoffs: [logoff] })
  if (!honoursSub) return logoffs.map(single)
  const groups = Map.groupBy(logoffs, ({ delivery, session }) => JSON.stringify([delivery.closureId, session.userId]))
  return Array.from(groups.values()).flatMap((group): readonly Message[] => {
    const [first] = group
    const isWhole =
      first && group.length > 1 && first.delivery.closureId !== null && !hasOpenSession(first.session.userId)
    return isWhole ? [{ about: { sub: first.session.userId }, logoffs: group }] : group.map(single)
  })
}

export function sidOf(session: Pick<Session, 'id' | 'handle'>, sid: KeptBackChannel['sid']): string {
  return sid === 'handle' ? session.handle : session.id
}
