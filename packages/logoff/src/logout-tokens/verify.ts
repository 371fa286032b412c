import type { OpenIdProvider } from '@curfew/contract'
import type { LogoutClaims, LogoutTokens } from '@curfew/registry'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { KeySets } from './key-sets.ts'

/** The member of `events` that makes a token a logout token (§2.4). */
export const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
export const logoutTokenType = 'logout+jwt'

/** Clocks of two machines. */
const toleranceSeconds = 60
/** §2.4 recommends two minutes at most. One that lasts longer than this would have to be remembered for as long. */
const mostAheadSeconds = 3_600
const mostCharacters = 256

export type LogoutTokenOptions = { readonly keySets: KeySets; readonly clock: () => Date }

/**
 * Reads the logout tokens of OPs.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 §2.6; RFC 8725 §3.1, §3.11
 */
export function createLogoutTokens({ keySets, clock }: LogoutTokenOptions): LogoutTokens {
  return {
    addressed(token) {
      try {
        const { iss, aud } = decodeJwt(token)
        const audiences = (Array.isArray(aud) ? aud : [aud]).flatMap((one: unknown) =>
          typeof one === 'string' ? one : [],
        )
        return typeof iss === 'string' ? { issuer: iss, audiences } : null
      } catch {
        return null
      }
    },
    async verify(token, provider) {
      try {
        const payload = await verified(token, provider, keySets, clock())
        return claimsOf(payload, clock())
      } catch (error) {
        return { refusal: refusalOf(error) }
      }
    },
  }
}

async function verified(token: string, provider: OpenIdProvider, keySets: KeySets, now: Date): Promise<JWTPayload> {
  const { alg, kid } = decodeProtectedHeader(token)
  const algorithms = [...provider.algorithms]
  // Before anything is fetched for it.
  if (!algorithms.some((one) => one === alg)) throw new Refusal('Its algorithm is not permitted')
  const keys = await keySets.keysFor(provider, kid).catch(() => {
    throw new Refusal('The keys of its issuer cannot be had at the moment')
  })
  const { payload } = await jwtVerify(token, keys, {
    algorithms,
    issuer: provider.issuer,
    audience: provider.audience,
    typ: logoutTokenType,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    clockTolerance: toleranceSeconds,
    currentDate: now,
  })
  return payload
}

/** What §2.6 asks for beyond what every token must have. */
function claimsOf(payload: JWTPayload, now: Date): LogoutClaims | { readonly refusal: string } {
  const { jti, iat, exp = 0, sid, sub, events } = payload
  const nowSeconds = now.getTime() / 1000
  if (typeof iat !== 'number' || iat > nowSeconds + toleranceSeconds) return { refusal: 'Its iat is in the future' }
  if (exp > nowSeconds + mostAheadSeconds) return { refusal: 'Its exp is too far ahead' }
  if (!isName(jti)) return { refusal: 'It has no jti' }
  if (!isLogoutEvent(events)) return { refusal: 'Its events do not say logout' }
  // §2.4: so that no ID token can be taken for one.
  if (payload['nonce'] !== undefined) return { refusal: 'It has a nonce' }
  if (sid !== undefined && !isName(sid)) return { refusal: 'Its sid is no text' }
  if (sub !== undefined && !isName(sub)) return { refusal: 'Its sub is no text' }
  if (sid === undefined && sub === undefined) return { refusal: 'It has neither sid nor sub' }
  const expiresAt = new Date((exp + toleranceSeconds) * 1000)
  return { jti, expiresAt, sid: sid ?? null, sub: sub ?? null }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= mostCharacters
}

function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null || Array.isArray(events) || !Object.hasOwn(events, logoutEvent))
    return false
  const event: unknown = Reflect.get(events, logoutEvent)
  return typeof event === 'object' && event !== null && !Array.isArray(event)
}

class Refusal extends Error {}

/** Which check it was, and nothing of what is in the token. */
function refusalOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  if (error instanceof errors.JWTExpired) return 'Its exp is in the past'
  if (error instanceof errors.JWTClaimValidationFailed) return `Its ${error.claim} is missing or wrong`
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Its signature is not that of its issuer'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'No key of its issuer fits it'
  return 'It cannot be read'
}
