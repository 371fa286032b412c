import { CurfewError, type Farewell } from '@curfew/contract'

/** The problem of a session that is over, with how it ended. */
export function goodbye(farewell: Farewell): CurfewError {
  const isExpiry = farewell.ending === 'idle-limit' || farewell.ending === 'absolute-limit'
  const code = isExpiry ? 'session-expired' : 'session-closed'
  return new CurfewError(code, `${sentence(farewell)} Nothing was changed. Log on again.`, { farewell })
}

function sentence({ ending, at, byYourself, messageToUser, limitSeconds }: Farewell): string {
  switch (ending) {
    case 'closure':
      if (byYourself) return `You closed this session at ${at}.`
      return `Your session was closed by an administrator at ${at}.${messageToUser ? ` ${messageToUser}` : ''}`
    case 'logoff':
      return `This session was logged off at ${at}.`
    case 'idle-limit':
      return `The session expired at ${at}: you were away${inWords(limitSeconds)}.`
    case 'absolute-limit':
      return `The session expired at ${at}: it had lasted${inWords(limitSeconds)}, which is as long as a session may.`
    case 'source':
      return `The session was ended at ${at} by the system that it lived in.`
    case 'account-disabled':
      return `The session was closed at ${at}: its administrator was disabled.`
    case 'password-changed':
      return `The session was closed at ${at}: the password was changed.`
  }
}

function inWords(seconds: number | undefined): string {
  return seconds === undefined ? ' for too long' : ` for ${Math.round(seconds / 60)} minutes`
}
