import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose'

/** What a logout token is about: one session, or all of a user. */
export type About = { readonly sid: string } | { readonly sub: string }

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Reads logout tokens as OpenID Connect Back-Channel Logout 1.0 §2.6 says. @throws Error with what is wrong */
export function createLogoutTokenReader(from: {
  readonly issuer: string
  readonly audience: string
  readonly jwksUri: string
}): (token: string) => Promise<About> {
  const { issuer, audience, jwksUri } = from
  const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(jwksUri))
  const seen = new Set<string>()
  return async (token) => {
    const required = ['jti', 'iat', 'exp', 'events']
    const { payload } = await jwtVerify(token, keys, { issuer, audience, typ: 'logout+jwt', requiredClaims: required })
    const { jti = '', events, nonce, sid, sub } = payload
    if (typeof events !== 'object' || events === null || !(logoutEvent in events)) throw new Error('It is no logout.')
    if (nonce !== undefined) throw new Error('It has a nonce.')
    if (seen.has(jti)) throw new Error('It came before.')
    seen.add(jti)
    if (typeof sid === 'string') return { sid }
    if (sub !== undefined) return { sub }
    throw new Error('It names nobody.')
  }
}
