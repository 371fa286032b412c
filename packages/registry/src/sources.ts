import {
  CurfewError,
  type NewNasRequest,
  type NewSourceRequest,
  type RadiusChange,
  type SessionKind,
  type SourceChange,
  sessionKinds,
} from '@curfew/contract'
import { auditEntry } from './audit.ts'
import { changedBackChannel, wantedBackChannel } from './back-channel-settings.ts'
import type { Actor, AuditEntry } from './closing.ts'
import { hashCredential, newCredential } from './credential.ts'
import { canonicalNetwork, holderOfNetwork } from './network.ts'
import type { RegistryPorts } from './ports.ts'
import { isOverNetwork, type RecipientQueue, sourceOfRecipient } from './queue.ts'
import { ownSource, type Session } from './session.ts'
import { signingKeyFor } from './signing-keys.ts'
import type { KeptKey, KeptRadius, Source, SourceChanges, SourceCounts } from './source.ts'
import type { Taken } from './source-ports.ts'
import { kindsOfSources } from './source-rules.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId'>

/** A source, and the key that is shown this once. */
export type Keyed = { readonly source: Source; readonly key: string }
export type SourceReport = {
  readonly source: Source
  readonly counts: SourceCounts
  /** What waits for it, or for parts of it, if it is told over a network. */
  readonly queues: readonly RecipientQueue[]
}

/**
 * Register a source. Its key has 256 random bits, is kept as its SHA-256 only, and is never shown again.
 *
 * @throws CurfewError `source-name-taken`; `invalid-request`: sessions of such a kind do not come from sources
 */
export async function createSource(ports: Ports, wanted: NewSourceRequest, actor: Actor): Promise<Keyed> {
  const { via, toldBy, openIdProvider = null } = wanted
  const backChannel = await wantedBackChannel(wanted)
  // Nothing is decided from memory where there is no feed.
  const leaseMs = toldBy === 'back-channel' ? 0 : wanted.leaseMs
  const kinds = permittedKinds(wanted.kinds)
  const { key, kept } = await newKey(ports)
  const channel = toldBy === 'none' ? null : toldBy
  const how = { channel, leaseMs, radius: null, backChannel, openIdProvider }
  const source = newSource(ports, { ...how, name: wanted.name, kinds, via, keys: [kept] })
  await publishKeyFor(ports, source)
  await keep(ports, source, actor, {
    kinds: kinds.join(' '),
    via,
    toldBy,
    leaseMs,
    ...(backChannel && { uri: backChannel.uri }),
  })
  return { source, key }
}

/**
 * Register a NAS: its sessions come by RADIUS accounting and it is told by Disconnect-Request. It does not call, and has no key.
 *
 * @throws CurfewError `source-name-taken`; `nas-network-taken`: another NAS has one of its networks
 */
export async function createNas(ports: Ports, wanted: NewNasRequest, actor: Actor): Promise<Source> {
  const { name, radius: settings } = wanted
  const networks = canonicalNetworks(settings.networks)
  const radius = { ...settings, networks, secretChangedAt: ports.clock(), former: null }
  const how = {
    kinds: ['radius'],
    via: null,
    channel: 'radius-disconnect',
    leaseMs: 0,
    keys: [],
    backChannel: null,
  } as const
  const source = newSource(ports, { ...how, name, radius, openIdProvider: null })
  await keep(ports, source, actor, { networks: networks.join(' '), disconnectPort: settings.disconnectPort })
  return source
}

type Given = Pick<
  Source,
  'name' | 'kinds' | 'via' | 'channel' | 'leaseMs' | 'keys' | 'radius' | 'backChannel' | 'openIdProvider'
>

function newSource({ newId, clock }: Ports, given: Given): Source {
  return {
    ...given,
    id: newId(),
    name: given.name.normalize('NFC'),
    longestLeaseMs: given.leaseMs,
    disabled: false,
    createdAt: clock(),
    lastSeenAt: null,
  }
}

async function keep(ports: Ports, source: Source, actor: Actor, facts: AuditEntry['detail']): Promise<void> {
  const { id, name } = source
  if (name === ownSource.name) throw nameTaken(name)
  const audit = auditEntry(ports, actor, 'source-created', id, { name, ...facts })
  const outcome = await ports.store.createSource(source, audit)
  if (outcome !== 'created') throw await taken(ports, outcome, source)
}

/**
 * Change what a source is called and may do. Sessions that it registered before keep the name that they came with. What one
 * administrator changes meanwhile is not taken back by another who changes something else.
 *
 * @throws CurfewError `not-found`, `source-name-taken`, `nas-network-taken`, `invalid-request`
 */
export async function changeSource(ports: Ports, id: string, change: SourceChange, actor: Actor): Promise<Source> {
  for (;;) {
    const before = await existing(ports, id)
    const changes = await changesOf(ports, before, change)
    if (changes.name === ownSource.name) throw nameTaken(ownSource.name)
    const audit = auditEntry(ports, actor, 'source-changed', id, detailOf(change, changes))
    const outcome = await ports.store.changeSource(id, changes, audit, before)
    if (outcome === 'changed-meanwhile') continue
    if (outcome === 'not-found') throw noSuchSource()
    if (outcome !== 'changed') throw await taken(ports, outcome, { ...changes, id })
    const changed = await existing(ports, id)
    await publishKeyFor(ports, changed)
    return changed
  }
}

async function changesOf(ports: Ports, before: Source, change: SourceChange): Promise<SourceChanges> {
  const { name, kinds, leaseMs, disabled, radius, backChannel, openIdProvider } = change
  return {
    ...(name !== undefined && { name: name.normalize('NFC') }),
    ...(kinds !== undefined && { kinds: permittedKinds(kinds) }),
    ...(leaseMs !== undefined && { leaseMs }),
    ...(disabled !== undefined && { disabled }),
    ...(radius !== undefined && { radius: changedRadius(before, radius, ports.clock()) }),
    ...(backChannel !== undefined && { backChannel: await changedBackChannel(before, backChannel) }),
    ...(openIdProvider !== undefined && { openIdProvider }),
  }
}

/** Of NASes and relying parties which of their settings, and never a secret. */
function detailOf({ radius, backChannel, openIdProvider }: SourceChange, changes: SourceChanges): AuditEntry['detail'] {
  const { kinds, radius: _secret, backChannel: _key, openIdProvider: _provider, ...others } = changes
  return {
    ...others,
    ...(kinds && { kinds: kinds.join(' ') }),
    ...(radius && { radius: namesOfGiven(radius) }),
    ...(backChannel !== undefined && { backChannel: backChannel && namesOfGiven(backChannel) }),
    ...(openIdProvider !== undefined && { openIdProvider: openIdProvider?.issuer ?? null }),
  }
}

function namesOfGiven(settings: object): string {
  return Object.entries(settings)
    .flatMap(([name, value]) => (value === undefined ? [] : name))
    .join(' ')
}

/**
 * Give a source a new key. The keys before it go on for `overlapSeconds`, if not less long; 0: they open nothing any more.
 *
 * @throws CurfewError `not-found`
 */
export async function rotateSourceKey(ports: Ports, id: string, overlapSeconds: number, actor: Actor): Promise<Keyed> {
  const { key, kept } = await newKey(ports)
  const othersExpireAt = new Date(kept.createdAt.getTime() + overlapSeconds * 1000)
  if ((await existing(ports, id)).radius)
    throw new CurfewError('invalid-request', 'A NAS has no key. Change its secret.')
  const audit = auditEntry(ports, actor, 'source-key-rotated', id, { keyId: kept.id, overlapSeconds })
  if ((await ports.store.addSourceKey(id, kept, othersExpireAt, audit)) === 'not-found') throw noSuchSource()
  return { source: await existing(ports, id), key }
}

/** All sources by name, with what is counted of each. */
export async function listSources({ store }: Pick<RegistryPorts, 'store'>): Promise<readonly SourceReport[]> {
  const [sources, counts, queues] = await Promise.all([store.sources(), store.countBySource(), store.recipientQueues()])
  const bySource = Map.groupBy(queues.filter(isOverNetwork), ({ recipient }) => sourceOfRecipient(recipient).sourceId)
  return sources.map((source) => reportOf(source, counts.get(source.id), bySource.get(source.id)))
}

/** How the NASes that these sessions live in are listened to, by source id. */
export async function nasesOf(
  { store }: Pick<RegistryPorts, 'store'>,
  sessions: readonly Pick<Session, 'kind' | 'sourceId'>[],
): Promise<ReadonlyMap<string, KeptRadius>> {
  const ids = new Set(sessions.flatMap(({ kind, sourceId }) => (kind === 'radius' ? sourceId : [])))
  const sources = await Promise.all(Array.from(ids, (id) => store.sourceById(id)))
  return new Map(sources.flatMap((source) => (source?.radius ? [[source.id, source.radius]] : [])))
}

/** @throws CurfewError `not-found` */
export async function readSource({ store }: Pick<RegistryPorts, 'store'>, id: string): Promise<SourceReport> {
  const source = await store.sourceById(id)
  if (!source) throw noSuchSource()
  const [counts, queues] = await Promise.all([store.countBySource(), store.recipientQueues()])
  const own = queues.filter((queue) => isOverNetwork(queue) && sourceOfRecipient(queue.recipient).sourceId === id)
  return reportOf(source, counts.get(id), own)
}

function reportOf(source: Source, counts = nothing, queues: readonly RecipientQueue[] = []): SourceReport {
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0)
  return { source, counts: { ...counts, pendingDeliveries: counts.pendingDeliveries + waiting }, queues }
}

/** For so long a NAS may still use the secret before the new one in its accounting. */
const secretOverlapMs = 86_400_000

function changedRadius({ radius: before }: Source, change: RadiusChange, now: Date): KeptRadius {
  if (!before) throw new CurfewError('invalid-request', 'This source is no NAS. Nothing was changed.')
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = { ...before, ...given, networks: canonicalNetworks(change.networks ?? before.networks) }
  if (after.secret === before.secret) return after
  const until = new Date(now.getTime() + secretOverlapMs)
  return { ...after, secretChangedAt: now, former: { secret: before.secret, until } }
}

const canonicalNetworks = (networks: readonly string[]) => Array.from(new Set(networks.map(canonicalNetwork)))

/** Whoever is given the address of the published keys finds there the one that will sign. */
async function publishKeyFor(ports: Ports, { backChannel }: Pick<Source, 'backChannel'>): Promise<void> {
  if (backChannel && backChannel.signingKey === null) await signingKeyFor(ports, backChannel.algorithm)
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

/** What to say of what another has already, which a NAS that came meanwhile may have let go of. */
async function taken({ store }: Ports, what: Taken, wanted: { id: string } & SourceChanges): Promise<CurfewError> {
  if (what === 'name-taken') return nameTaken(wanted.name ?? '')
  const networks = wanted.radius?.networks ?? []
  const holder = holderOfNetwork(await store.sources(), networks, wanted.id)
  const both = networks.filter((network) => holder?.radius?.networks.includes(network)).join(', ')
  const who = holder ? `The NAS "${holder.name}" has ${both} already` : 'Another NAS has one of these networks'
  const why = 'of a packet from there nobody could tell whose it is'
  return new CurfewError('nas-network-taken', `${who}, and ${why}. Nothing was changed.`)
}

function noSuchSource(): CurfewError {
  return new CurfewError('not-found', 'There is no such source. Nothing was changed.')
}

const nothing: SourceCounts = { openSessions: 0, pendingDeliveries: 0 }
