import type { TellOutcome } from '@curfew/registry'
import type { Answered } from '../exchange/exchange.ts'

/**
 * What an answer to a logout token teaches. A 2xx says that the token was accepted; that the session is over, it does not.
 * Tried again is only what surely was not decided: after a failed transport, and after the answers that the source is
 * configured for.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 §2.8
 */
export function outcomeOf(answered: Answered, retryOn: readonly number[]): TellOutcome {
  if (answered.outcome === 'failed') return { to: 'unreachable', cause: answered.cause }
  const { status } = answered
  const cause =
    answered.outcome === 'cut-off' ? answered.cause : `It answered ${status}${inWords(status, answered.body)}.`
  if (retryOn.includes(status)) return { to: 'unreachable', cause }
  if (answered.outcome === 'answered' && status >= 200 && status <= 299) return { to: 'acknowledged' }
  return { to: 'refused', cause }
}

function inWords(status: number, body: string): string {
  if (status >= 300 && status <= 399) return '; redirects are not followed'
  const code = errorCodeOf(body)
  return code === null ? '' : ` (${code})`
}

/** The `error` of OAuth 2.0 and nothing else of the body: a receiver might quote the token there. */
function errorCodeOf(body: string): string | null {
  const code = memberOf(body, 'error')
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : null
}

/** A member of a body that should be a JSON object; undefined: it is none, or has no such member. */
export function memberOf(body: string, name: string): unknown {
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === 'object' && read !== null ? Reflect.get(read, name) : undefined
  } catch {
    return undefined
  }
}
