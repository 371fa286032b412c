import { CurfewError, type DeliveryCounts, type DeliveryStatus } from '@curfew/contract'
import type { Actor, Closure, Receipt } from './closing.ts'
import type { Page, Scope } from './listing.ts'
import type { RegistryPorts } from './ports.ts'
import { type RetryPorts, retry } from './retry.ts'

/** A closure, and how far its proof is. */
export type ClosureReport = {
  readonly closure: Closure
  readonly counts: DeliveryCounts
  /** Of its sessions those that their NASes go on to speak of. */
  readonly stillOnline: number
}

type PageOf = { readonly limit: number; readonly cursor: string | null; readonly scope: Scope }

/** Closures, newest first. */
export async function listClosures(
  { store }: Pick<RegistryPorts, 'store'>,
  { limit, cursor }: PageOf,
): Promise<Page<ClosureReport>> {
  const { items, nextCursor } = await store.closures(limit, cursor)
  const reports = await reportsOf(store, items)
  return { items: reports, nextCursor }
}

/** @throws CurfewError `not-found` */
export async function readClosure(
  { store }: Pick<RegistryPorts, 'store'>,
  id: string,
  _scope: Scope,
): Promise<ClosureReport> {
  const closure = await store.closureById(id)
  if (!closure) throw noSuchClosure()
  const [report] = await reportsOf(store, [closure])
  return report ?? { closure, counts: nothing, stillOnline: 0 }
}

async function reportsOf(
  store: RegistryPorts['store'],
  closures: readonly Closure[],
): Promise<readonly ClosureReport[]> {
  const ids = closures.map(({ id }) => id)
  const [counts, stillOnline] = await Promise.all([store.countDeliveries(ids), store.countStillOnline(ids)])
  return closures.map((closure) => ({
    closure,
    counts: counts.get(closure.id) ?? nothing,
    stillOnline: stillOnline.get(closure.id) ?? 0,
  }))
}

/**
 * The receipts of a closure, those that need attention first.
 *
 * @param statuses only these; empty: all
 * @throws CurfewError `not-found`
 */
export async function listReceipts(
  { store }: Pick<RegistryPorts, 'store'>,
  request: PageOf & { readonly closureId: string; readonly statuses: readonly DeliveryStatus[] },
): Promise<Page<Receipt>> {
  const { closureId, statuses, limit, cursor } = request
  if (!(await store.closureById(closureId))) throw noSuchClosure()
  return store.receipts(closureId, statuses, limit, cursor)
}

/**
 * Try the unreachable recipients of a closure again at once, also those that were given up.
 *
 * @throws CurfewError `not-found`
 */
export async function retryDeliveries(
  ports: RetryPorts,
  closureId: string,
  actor: Actor,
  scope: Scope,
): Promise<ClosureReport> {
  if (!(await ports.store.closureById(closureId))) throw noSuchClosure()
  await retry(ports, [{ closureId }], closureId, actor)
  return readClosure(ports, closureId, scope)
}

/**
 * All receipts of a closure, each once, in batches: memory stays flat however many there are.
 *
 * @throws the signal's reason
 */
export async function* exportReceipts(
  { store }: Pick<RegistryPorts, 'store'>,
  closureId: string,
  signal: AbortSignal,
): AsyncIterable<readonly Receipt[]> {
  for (let afterId = ''; ; ) {
    signal.throwIfAborted()
    const receipts = await store.receiptsAfter(closureId, afterId, receiptsAtOnce)
    signal.throwIfAborted()
    if (receipts.length > 0) yield receipts
    if (receipts.length < receiptsAtOnce) return
    afterId = receipts.at(-1)?.id ?? afterId
  }
}

/** Few enough that taking them over from another thread blocks nobody. */
const receiptsAtOnce = 500

/**
 * Try one recipient again at once, also one that has refused. What was told stays told.
 *
 * @throws CurfewError `not-found`
 */
export async function retryReceipt(ports: RetryPorts, deliveryId: string, actor: Actor): Promise<Receipt> {
  const before = await ports.store.receiptById(deliveryId)
  if (!before || !isShown(before)) throw noSuchReceipt()
  await retry(ports, [{ deliveryId }], deliveryId, actor)
  const after = await ports.store.receiptById(deliveryId)
  if (!after) throw noSuchReceipt()
  return after
}

/** On the page of its closure; or, without one, among what was given up. */
function isShown({ closureId, givenUpAt }: Receipt): boolean {
  return closureId !== null || givenUpAt !== null
}

function noSuchReceipt(): CurfewError {
  return new CurfewError('not-found', 'There is no such receipt.')
}

function noSuchClosure(): CurfewError {
  return new CurfewError('not-found', 'There is no such closure.')
}

const nothing: DeliveryCounts = {
  total: 0,
  pending: 0,
  sent: 0,
  acknowledged: 0,
  verified: 0,
  refused: 0,
  unreachable: 0,
}
