import type { OpenIdProvider } from '@curfew/contract'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'

/** Fetch a small text. Rejects when it cannot be had. */
export type FetchText = (uri: string, allowsPrivateAddresses: boolean) => Promise<string>

export type KeySetOptions = { readonly fetchText: FetchText; readonly clock: () => Date }

/** Where keys are published. */
export type KeyPlace = Pick<OpenIdProvider, 'jwksUri' | 'allowsPrivateAddresses'>

/** The published keys of OPs, and of others who sign. */
export interface KeySets {
  /** @param kid what the token names; undefined: nothing. @throws when they cannot be had and none are known */
  keysFor(provider: KeyPlace, kid: string | undefined): Promise<ReturnType<typeof createLocalJWKSet>>
}

/** As long as what was fetched is taken for what is published. */
export const freshMs = 10 * 60_000
/** Between two fetches, whoever asks and whatever the one before has brought: forged tokens cannot make us fetch more often. */
export const leastBetweenFetchesMs = 30_000
/** What was fetched is good for so long while it cannot be fetched again. */
export const staleMs = 24 * 3_600_000
const mostKeys = 100

type Kept = {
  jwks: JSONWebKeySet | null
  fetchedAtMs: number
  triedAtMs: number
  fetching: Promise<void> | null
}

/** They are fetched when they are first needed, when they are old, and when a token names one that is not among them. */
export function createKeySets({ fetchText, clock }: KeySetOptions): KeySets {
  const kept = new Map<string, Kept>()

  const fetchInto = async (one: Kept, { jwksUri, allowsPrivateAddresses }: KeyPlace) => {
    one.triedAtMs = clock().getTime()
    try {
      one.jwks = readJwks(await fetchText(jwksUri, allowsPrivateAddresses))
      one.fetchedAtMs = clock().getTime()
    } catch {
      // What is known stays known for a while; the next one who needs it tries again.
    } finally {
      one.fetching = null
    }
  }

  return {
    async keysFor(provider, kid) {
      const name = `${provider.allowsPrivateAddresses} ${provider.jwksUri}`
      const one: Kept = kept.get(name) ?? { jwks: null, fetchedAtMs: -Infinity, triedAtMs: -Infinity, fetching: null }
      kept.set(name, one)
      const nowMs = clock().getTime()
      const isWanted =
        nowMs - one.fetchedAtMs > freshMs || !one.jwks?.keys.some((key) => kid === undefined || key.kid === kid)
      if (isWanted && nowMs - one.triedAtMs >= leastBetweenFetchesMs) one.fetching ??= fetchInto(one, provider)
      if (isWanted) await one.fetching
      if (!one.jwks || clock().getTime() - one.fetchedAtMs > staleMs) throw new Error('The keys cannot be had.')
      return createLocalJWKSet(one.jwks)
    },
  }
}

function readJwks(text: string): JSONWebKeySet {
  const read: unknown = JSON.parse(text)
  const keys: unknown = typeof read === 'object' && read !== null && 'keys' in read ? read.keys : undefined
  if (!Array.isArray(keys) || keys.length > mostKeys) throw new Error('That is no set of keys.')
  // A shared secret in there would let whoever can read the set sign.
  const set = keys.filter(
    (key: unknown) => typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct',
  )
  return { keys: set }
}
