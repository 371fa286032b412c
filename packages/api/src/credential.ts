import { hashCredential, newCredential, type Session } from '@curfew/registry'

/** What a session of Curfew's own is recognised by. The token goes to its holder once; only the hash is kept. */
export type OwnCredential = { readonly token: string; readonly hash: string }

/** A browser carries its credential in a cookie, a program as a bearer. */
export type OwnKind = Extract<Session['kind'], 'security-console' | 'api'>

/**
 * The kind is part of the token and therefore of its hash: a browser's credential is unknown as a bearer, and the other
 * way round. The fixed beginnings also let scanners for leaked secrets find them.
 */
const beginnings: Readonly<Record<OwnKind, string>> = { 'security-console': 'curfew_c_', api: 'curfew_a_' }

/** A new credential of 256 random bits. */
export async function newOwnCredential(kind: OwnKind): Promise<OwnCredential> {
  const token = beginnings[kind] + newCredential()
  return { token, hash: await hashCredential(token) }
}

/** The hash of a presented credential; null when the text cannot be one of that kind, and need not be looked up. */
export async function hashPresented(kind: OwnKind, token: string): Promise<string | null> {
  const isPossible = token.startsWith(beginnings[kind]) && /^curfew_[ac]_[A-Za-z0-9_-]{43}$/.test(token)
  return isPossible ? hashCredential(token) : null
}
