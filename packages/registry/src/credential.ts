const credentialBytes = 32

/** 256 random bits in base64url: what a session is recognised by. It goes to its holder once; only its hash is kept. */
export function newCredential(): string {
  return printBase64Url(crypto.getRandomValues(new Uint8Array(credentialBytes)))
}

/**
 * SHA-256 in base64url, the only form in which a credential is kept. Nothing slower is needed: what it hides is random and
 * not to be guessed.
 */
export async function hashCredential(credential: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(credential))
  return printBase64Url(new Uint8Array(hash))
}

/** RFC 4648 §5, without padding. */
export function printBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The inverse of `printBase64Url`; null when it is something else. */
export function parseBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (unit) => unit.charCodeAt(0))
}
