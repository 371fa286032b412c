import { CurfewError, type NewSourceRequest, type SessionKind, type SourceChange, sessionKinds } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor } from './closing.ts'
import { hashCredential, newCredential } from './credential.ts'
import type { RegistryPorts } from './ports.ts'
import { ownSource } from './session.ts'
import type { KeptKey, Source, SourceChanges, SourceCounts } from './source.ts'
import { isGood, kindsOfSources } from './source-rules.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId'>

/** A source, and the key that is shown this once. */
export type Keyed = { readonly source: Source; readonly key: string }
export type SourceReport = { readonly source: Source; readonly counts: SourceCounts }

/**
 * Register a source. Its key has 256 random bits, is kept as its SHA-256 only, and is never shown again.
 *
 * @throws CurfewError `source-name-taken`; `invalid-request`: sessions of such a kind do not come from sources
 */
export async function createSource(ports: Ports, wanted: NewSourceRequest, actor: Actor): Promise<Keyed> {
  const { via, toldBy, leaseMs } = wanted
  const name = wanted.name.normalize('NFC')
  const kinds = permittedKinds(wanted.kinds)
  if (name === ownSource.name) throw nameTaken(name)
  const { key, kept } = await newKey(ports)
  const source: Source = {
    id: ports.newId(),
    name,
    kinds,
    via,
    channel: toldBy === 'none' ? null : toldBy,
    leaseMs,
    longestLeaseMs: leaseMs,
    disabled: false,
    createdAt: ports.clock(),
    lastSeenAt: null,
    keys: [kept],
  }
  const detail = { name, kinds: kinds.join(' '), via, toldBy, leaseMs }
  const outcome = await ports.store.createSource(source, auditEntry(ports, actor, 'source-created', source.id, detail))
  if (outcome === 'name-taken') throw nameTaken(name)
  return { source, key }
}

/**
 * Change what a source is called and may do. Sessions that it registered before keep the name that they came with.
 *
 * @throws CurfewError `not-found`, `source-name-taken`, `invalid-request`
 */
export async function changeSource(ports: Ports, id: string, change: SourceChange, actor: Actor): Promise<Source> {
  const { name, kinds, leaseMs, disabled } = change
  const changes: SourceChanges = {
    ...(name !== undefined && { name: name.normalize('NFC') }),
    ...(kinds !== undefined && { kinds: permittedKinds(kinds) }),
    ...(leaseMs !== undefined && { leaseMs }),
    ...(disabled !== undefined && { disabled }),
  }
  if (changes.name === ownSource.name) throw nameTaken(ownSource.name)
  const { kinds: permitted, ...others } = changes
  const detail = { ...others, ...(permitted && { kinds: permitted.join(' ') }) }
  const outcome = await ports.store.changeSource(id, changes, auditEntry(ports, actor, 'source-changed', id, detail))
  if (outcome === 'not-found') throw noSuchSource()
  if (outcome === 'name-taken') throw nameTaken(changes.name ?? '')
  return existing(ports, id)
}

/**
 * Give a source a new key. The keys before it go on for `overlapSeconds`, if not less long; 0: they open nothing any more.
 *
 * @throws CurfewError `not-found`
 */
export async function rotateSourceKey(ports: Ports, id: string, overlapSeconds: number, actor: Actor): Promise<Keyed> {
  const { key, kept } = await newKey(ports)
  const othersExpireAt = new Date(kept.createdAt.getTime() + overlapSeconds * 1000)
  const audit = auditEntry(ports, actor, 'source-key-rotated', id, { keyId: kept.id, overlapSeconds })
  if ((await ports.store.addSourceKey(id, kept, othersExpireAt, audit)) === 'not-found') throw noSuchSource()
  return { source: await existing(ports, id), key }
}

/** All sources by name, with what is counted of each. */
export async function listSources({ store }: Pick<RegistryPorts, 'store'>): Promise<readonly SourceReport[]> {
  const [sources, counts] = await Promise.all([store.sources(), store.countBySource()])
  return sources.map((source) => ({ source, counts: counts.get(source.id) ?? nothing }))
}

/** @throws CurfewError `not-found` */
export async function readSource({ store }: Pick<RegistryPorts, 'store'>, id: string): Promise<SourceReport> {
  const [source, counts] = await Promise.all([store.sourceById(id), store.countBySource()])
  if (!source) throw noSuchSource()
  return { source, counts: counts.get(id) ?? nothing }
}

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

async function newKey({ clock, newId }: Ports): Promise<{ key: string; kept: KeptKey }> {
  // The fixed beginning lets scanners for leaked secrets find it.
  const key = `cfk_${newCredential()}`
  const kept = { id: newId(), hash: await hashCredential(key), createdAt: clock(), expiresAt: null, lastUsedAt: null }
  return { key, kept }
}

async function existing({ store }: Ports, id: string): Promise<Source> {
  const source = await store.sourceById(id)
  if (!source) throw noSuchSource()
  return source
}

/** Each once, in the order in which kinds are shown. */
function permittedKinds(kinds: readonly SessionKind[]): readonly SessionKind[] {
  const foreign = kinds.filter((kind) => !kindsOfSources.includes(kind))
  if (foreign.length === 0) return sessionKinds.filter((kind) => kinds.includes(kind))
  const message = `${foreign.join(', ')} cannot come from a source; give one of ${kindsOfSources.join(', ')}`
  throw new CurfewError('invalid-request', `The request cannot be read: kinds: ${message}. Nothing was changed.`, {
    errors: [{ path: 'kinds', message }],
  })
}

function nameTaken(name: string): CurfewError {
  return new CurfewError('source-name-taken', `There is a source "${name}" already. Nothing was changed.`)
}

function noSuchSource(): CurfewError {
  return new CurfewError('not-found', 'There is no such source. Nothing was changed.')
}

const nothing: SourceCounts = { openSessions: 0, pendingDeliveries: 0 }
