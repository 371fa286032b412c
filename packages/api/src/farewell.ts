import { CurfewError, type Farewell, messageFor, type ReasonKind } from '@curfew/contract'

/**
 * The problem of a session that is over, with how it ended.
 *
 * @param languages of its reader, best first: the administrator's message is in one of them where there is such a text
 */
export function goodbye(farewell: Farewell, languages: readonly string[]): CurfewError {
  const isExpiry = farewell.ending === 'idle-limit' || farewell.ending === 'absolute-limit'
  const code = isExpiry ? 'session-expired' : 'session-closed'
  return new CurfewError(code, `${sentence(farewell, languages)} Nothing was changed. Log on again.`, { farewell })
}

function sentence(farewell: Farewell, languages: readonly string[]): string {
  const { ending, at, byYourself, limitSeconds, reasonKind = 'administrator' } = farewell
  switch (ending) {
    case 'closure':
      if (byYourself) return `You closed this session at ${at}.`
      return [`Your session was closed ${by[reasonKind]} at ${at}.`, messageFor(farewell, languages)?.text ?? []]
        .flat()
        .join(' ')
    case 'logoff':
      return `This session was logged off at ${at}.`
    case 'idle-limit':
      return `The session expired at ${at}: you were away${inWords(limitSeconds)}.`
    case 'absolute-limit':
      return `The session expired at ${at}: it had lasted${inWords(limitSeconds)}, which is as long as a session may.`
    case 'source':
      return `The session was ended at ${at} by the system that it lived in.`
    case 'source-silent':
      return `The session was ended at ${at}: the system that it lived in did not speak of it any more.`
    case 'account-disabled':
      return `The session was closed at ${at}: its administrator was disabled.`
    case 'password-changed':
      return `The session was closed at ${at}: the password was changed.`
  }
}

const by: Readonly<Record<ReasonKind, string>> = {
  administrator: 'by an administrator',
  user: 'at your own request',
  policy: 'because a security rule demands it',
  system: 'by the system',
}

function inWords(seconds: number | undefined): string {
  return seconds === undefined ? ' for too long' : ` for ${Math.round(seconds / 60)} minutes`
}
