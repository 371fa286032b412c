import { hashCredential } from './credential.ts'
import type { RegistryPorts } from './ports.ts'
import type { Source } from './source.ts'
import { isGood } from './source-rules.ts'

/**
 * Whose key this is. One that is unknown, has run out, or belongs to a source that is disabled is nobody's.
 *
 * @returns the source as it stands now, and which of its keys it was
 */
export async function recognizeSource(
  { store, clock }: Pick<RegistryPorts, 'store' | 'clock'>,
  key: string,
): Promise<{ readonly source: Source; readonly keyId: string } | null> {
  const known = hashes.get(store)?.get(key)
  if (known === undefined && !/^cfk_[A-Za-z0-9_-]{43}$/.test(key)) return null
  const hash = known ?? (await hashCredential(key))
  const source = await store.sourceByKeyHash(hash)
  const kept = source?.keys.find((one) => one.hash === hash)
  if (!source || !kept || !mayCome(source, kept.id, clock())) return null
  if (known === undefined) remember(store, key, hash)
  return { source, keyId: kept.id }
}

/**
 * Hashes of keys that were good, because a source shows its key with every call and WebCrypto takes longer over it than the
 * store. What the key opens is looked up all the same.
 */
const hashes = new WeakMap<object, Map<string, string>>()
const mostHashes = 1_000

function remember(store: object, key: string, hash: string): void {
  const known = hashes.get(store) ?? new Map<string, string>()
  if (known.size >= mostHashes) known.clear()
  hashes.set(store, known.set(key, hash))
}

/** Whether whoever came with that key may go on listening. */
export function mayCome(source: Source, keyId: string, now: Date): boolean {
  return !source.disabled && source.keys.some((key) => key.id === keyId && isGood(key, now))
}
