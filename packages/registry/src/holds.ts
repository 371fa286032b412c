import { CurfewError, type NewHoldRequest } from '@curfew/contract'
import { addressesIn, parseRange } from './address-range.ts'
import { auditEntry } from './audit.ts'
import type { Actor, AuditEntry, Closure } from './closing.ts'
import type { Hold, HoldSubject } from './hold.ts'
import { allListed, type Page } from './listing.ts'
import { canonicalNetwork } from './network.ts'
import type { RegistryPorts, Settings } from './ports.ts'
import { ownSource, type Session } from './session.ts'

type HoldPorts = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'newId'>

export type HoldOrder = {
  readonly subject: HoldSubject
  readonly seconds: number
  readonly reason: string
  readonly messageToUser: string | null
}

/**
 * Keep somebody out for a while, from the moment that it is stored: at the registration of sessions, at Curfew's own logon,
 * and at guards as soon as they hear of it. Open sessions are not touched.
 *
 * @throws CurfewError `store-unavailable`: nobody is kept out
 */
export async function createHold(ports: HoldPorts, order: HoldOrder, actor: Actor | null): Promise<Hold> {
  const hold = newHold(ports, order, actor, null)
  await ports.store.createHold(hold, auditOf(ports, 'hold-created', hold, actor))
  ports.changes.announce({ holds: true })
  return hold
}

/**
 * End a hold early. One that is over stays as it is.
 *
 * @throws CurfewError `not-found`
 */
export async function liftHold(ports: HoldPorts, id: string, actor: Actor | null): Promise<Hold> {
  const hold = await ports.store.holdById(id)
  if (!hold) throw noSuchHold()
  const at = ports.clock()
  const outcome = await ports.store.liftHold(id, at, actor, auditOf(ports, 'hold-lifted', hold, actor))
  if (outcome === 'not-found') throw noSuchHold()
  if (outcome === 'lifted') ports.changes.announce({ holds: true })
  return (await ports.store.holdById(id)) ?? hold
}

/** Newest first, also those that are over, for as long as they are kept; or all that are in force, the next to end first. */
export async function listHolds(
  { store, clock }: Pick<RegistryPorts, 'store' | 'clock'>,
  {
    limit,
    cursor,
    isInForceOnly,
  }: { readonly limit: number; readonly cursor: string | null; readonly isInForceOnly: boolean },
): Promise<Page<Hold>> {
  if (isInForceOnly) return { items: await store.holdsInForce(clock()), nextCursor: null }
  return store.holds(limit, cursor)
}

/**
 * The subject of a hold as somebody names it: addresses get their one spelling, a source is known by its name.
 *
 * @throws CurfewError `invalid-request`
 */
export async function resolveSubject(
  ports: Pick<RegistryPorts, 'store' | 'clock'>,
  subject: NewHoldRequest['subject'],
): Promise<HoldSubject> {
  if (subject.kind === 'user') return { kind: 'user', userId: subject.userId.toWellFormed() }
  if (subject.kind === 'address') {
    const address = subject.address.trim()
    if (parseRange(address)) return { kind: 'address', address: spelled(address) }
    throw invalid('subject.address', 'give an IPv4 or IPv6 address, or a network as 192.0.2.0/24')
  }
  const userId = subject.userId.toWellFormed()
  const sources = [ownSource, ...(await ports.store.sources())]
  const source = sources.find(({ name }) => name === subject.source) ?? (await sourceOfSessions(ports, subject.source))
  if (!source) throw invalid('subject.source', `there is no source "${subject.source}"`)
  return { kind: 'user-at-source', userId, sourceId: source.id, source: source.name }
}

/** Of sessions that are listed but whose source is not registered, or no longer. */
async function sourceOfSessions({ store, clock }: Pick<RegistryPorts, 'store' | 'clock'>, name: string) {
  const filters = [{ field: 'source', operator: 'equals', value: name }] as const
  const sort = [{ field: 'loggedOnAt', descending: true }] as const
  const { items } = await store.page({ scope: allListed, filters, sort, now: clock(), limit: 1, cursor: null })
  const [session] = items
  return session && { id: session.sourceId, name: session.source }
}

/** The holds that keep out whom a closure closes: each once, and never whoever orders it. */
export function holdsWith(
  ports: Pick<RegistryPorts, 'clock' | 'newId'>,
  closure: Pick<Closure, 'id' | 'reason' | 'messageToUser' | 'closedBy'>,
  { kind, seconds }: { readonly kind: HoldSubject['kind']; readonly seconds: number },
  sessions: readonly Session[],
): { readonly holds: readonly Hold[]; readonly audit: readonly AuditEntry[] } {
  const { reason, messageToUser, closedBy } = closure
  const own = closedBy === null ? undefined : sessions.find(({ id }) => id === closedBy.sessionId)
  const subjects = new Map(
    sessions.flatMap((session) => {
      const subject = subjectOf(session, kind)
      const isOwn = session.userId === closedBy?.userId || (own && isSame(subject, subjectOf(own, kind)))
      return subject === null || isOwn ? [] : [[JSON.stringify(subject), subject]]
    }),
  )
  const holds = Array.from(subjects.values(), (subject) =>
    newHold(ports, { subject, seconds, reason, messageToUser }, closedBy, closure.id),
  )
  return { holds, audit: holds.map((hold) => auditOf(ports, 'hold-created', hold, closedBy)) }
}

/** @throws CurfewError `not-found`: there is no such closure */
export async function listComingsBack({ store }: Pick<RegistryPorts, 'store'>, closureId: string, limit: number) {
  if (!(await store.closureById(closureId))) throw new CurfewError('not-found', 'There is no such closure.')
  return store.comingsBack(closureId, limit)
}

/** Change what the installation goes by, and write down who did. */
export async function changeSettings(
  ports: Pick<RegistryPorts, 'store' | 'clock' | 'newId'>,
  { cameBackWithinSeconds: wanted }: { readonly [Name in keyof Settings]?: Settings[Name] | undefined },
  actor: Actor,
): Promise<Settings> {
  const known = await ports.store.settings()
  const cameBackWithinSeconds = wanted ?? known.cameBackWithinSeconds
  const detail = { cameBackWithinSeconds, before: known.cameBackWithinSeconds }
  const audit = auditEntry(ports, actor, 'settings-changed', 'settings', detail)
  return ports.store.changeSettings({ cameBackWithinSeconds }, audit)
}

/** Null where nothing is known to hold by: a session without an address. Of several that of the device: the other is lent. */
function subjectOf(session: Session, kind: HoldSubject['kind']): HoldSubject | null {
  const { userId, sourceId, source, clientAddress } = session
  if (kind === 'user') return { kind, userId }
  if (kind === 'user-at-source') return { kind, userId, sourceId, source }
  const [address = ''] = addressesIn(clientAddress)
  return parseRange(address) && { kind, address: spelled(address) }
}

/** Without the zone, which says through which interface and not who. */
function spelled(address: string): string {
  return canonicalNetwork(address.replace(/%[^/]*/, ''))
}

function isSame(one: HoldSubject | null, other: HoldSubject | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function newHold(
  { clock, newId }: Pick<RegistryPorts, 'clock' | 'newId'>,
  { seconds, ...order }: HoldOrder,
  heldBy: Actor | null,
  closureId: string | null,
): Hold {
  const createdAt = clock()
  const endsAt = new Date(createdAt.getTime() + seconds * 1000)
  return { ...order, id: newId(), heldBy, createdAt, endsAt, liftedAt: null, liftedBy: null, closureId }
}

function auditOf(
  ports: Pick<RegistryPorts, 'clock' | 'newId'>,
  act: string,
  { id, subject, endsAt, reason }: Hold,
  actor: Actor | null,
): AuditEntry {
  return auditEntry(ports, actor, act, id, { ...subject, endsAt: endsAt.toISOString(), reason })
}

function invalid(path: string, message: string): CurfewError {
  const detail = `The request cannot be read: ${path}: ${message}. Nobody is kept out by it.`
  return new CurfewError('invalid-request', detail, { errors: [{ path, message }] })
}

function noSuchHold(): CurfewError {
  return new CurfewError('not-found', 'There is no such hold.')
}
