import type { PrivateJwk, SigningAlgorithm } from '@curfew/contract'
import { importJWK, SignJWT } from 'jose'
import { logoutEvent, logoutTokenType } from '../logout-tokens/verify.ts'

/** §2.4 recommends two minutes at most: one that is stolen on its way is worth nothing after that. */
export const lifetimeSeconds = 120

/** Whom it is about: one session, or all of one user. Never both: a widespread receiver then ends all of them. */
export type About =
  | { readonly sid: string; readonly sub?: undefined }
  | { readonly sub: string; readonly sid?: undefined }

export type LogoutTokenClaims = {
  readonly issuer: string
  readonly audience: string
  readonly about: About
  readonly jti: string
  readonly issuedAt: Date
}

export type Signer = (claims: LogoutTokenClaims) => Promise<string>

/**
 * Signs logout tokens. They carry what OpenID Connect Back-Channel Logout 1.0 §2.4 demands and not a claim more: no `nonce`,
 * which it forbids, and nothing of the person.
 */
export async function createSigner(jwk: PrivateJwk, algorithm: SigningAlgorithm): Promise<Signer> {
  const { use: _use, ...material } = jwk
  const key = await importJWK({ ...material, alg: algorithm }, algorithm)
  const header = { alg: algorithm, kid: jwk.kid, typ: logoutTokenType }
  return ({ issuer, audience, about, jti, issuedAt }) => {
    const iat = Math.floor(issuedAt.getTime() / 1000)
    const name = about.sid === undefined ? { sub: about.sub } : { sid: about.sid }
    const claims = { iss: issuer, aud: audience, iat, exp: iat + lifetimeSeconds, jti, events: { [logoutEvent]: {} } }
    return new SignJWT({ ...claims, ...name }).setProtectedHeader(header).sign(key)
  }
}
