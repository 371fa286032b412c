/** What a session of Curfew's own is recognised by. The token goes to its holder once; only the hash is kept. */
export type Credential = { readonly token: string; readonly hash: string }

/** How a credential is carried: by a browser in a cookie, by a program as a bearer. */
export type CredentialKind = 'security-console' | 'api'

/**
 * The kind is part of the token and therefore of its hash: a browser's credential is unknown as a bearer, and the other
 * way round. The fixed beginnings also let scanners for leaked secrets find them.
 */
const beginnings: Readonly<Record<CredentialKind, string>> = {
  'security-console': 'curfew_c_',
  api: 'curfew_a_',
}

const randomBytes = 32

/** A new credential of 256 random bits. */
export async function newCredential(kind: CredentialKind): Promise<Credential> {
  const token = beginnings[kind] + base64url(crypto.getRandomValues(new Uint8Array(randomBytes)))
  return { token, hash: await hashOf(token) }
}

/**
 * The hash under which a presented credential is kept.
 *
 * @returns null when the text cannot be a credential of that kind; nothing needs to be looked up then
 */
export async function hashPresented(kind: CredentialKind, token: string): Promise<string | null> {
  const body = token.startsWith(beginnings[kind]) ? token.slice(beginnings[kind].length) : ''
  return /^[A-Za-z0-9_-]{43}$/.test(body) ? hashOf(token) : null
}

/** SHA-256 in base64url. Enough for a secret of 256 random bits; passwords need more, and get it. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return base64url(new Uint8Array(digest))
}

/** RFC 4648 §5, without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
