import type { SessionKind } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor, Delivery } from './closing.ts'
import type { RegistryPorts } from './ports.ts'

/** One logoff of a closure, as far as it tells how fast it was. */
export type Timed = Pick<Delivery, 'storedAt' | 'acknowledgedAt' | 'verifiedAt'> & {
  readonly kind: SessionKind
  readonly source: string
}

/** How long it took from OK, exactly; null: it has not come to that yet. */
export type Figures = {
  readonly count: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly maxMs: number | null
  /** Within the target, and after it. */
  readonly met: number
  readonly late: number
  /** Not yet proved, whether or not the target is over. */
  readonly open: number
}

export type SpeedRow = { readonly total: number; readonly acknowledged: Figures; readonly verified: Figures }
export type Speed = SpeedRow & {
  /** By kind and source, those with the most first. */
  readonly rows: readonly (SpeedRow & Pick<Timed, 'kind' | 'source'>)[]
  /** There were more in that time: only the latest were counted. */
  readonly isCut: boolean
}

/** So many of the latest are counted at most, so that a month of a million costs no more than this. */
export const mostTimed = 100_000
const usualTargetSeconds = 60

/**
 * How fast logoffs were acknowledged and verified. What was verified without having been acknowledged was heard all the same.
 *
 * @param timed latest first; `mostTimed` and one more are looked at
 */
export function speedOf(timed: Iterable<Timed>, targetMs: number): Speed {
  const groups = new Map<string, { readonly of: Pick<Timed, 'kind' | 'source'>; readonly taken: Taken }>()
  const all = noneTaken()
  let isCut = false
  for (const one of timed) {
    if (all.total === mostTimed) {
      isCut = true
      break
    }
    const { kind, source } = one
    const key = `${kind} ${source}`
    const group = groups.get(key) ?? { of: { kind, source }, taken: noneTaken() }
    groups.set(key, group)
    take(group.taken, one)
    take(all, one)
  }
  const rows = Array.from(groups.values(), ({ of, taken }) => ({ ...of, ...rowOf(taken, targetMs) }))
  return { ...rowOf(all, targetMs), rows: rows.sort((one, other) => other.total - one.total), isCut }
}

/** The target that an administrator has set, in seconds (NIST SP 800-53 AC-17(9)). */
export async function readSpeedTarget({ store }: Pick<RegistryPorts, 'store'>): Promise<number> {
  return (await store.speedTarget()) ?? usualTargetSeconds
}

/** How fast closures since `from` were told and proved, and the target that it is held against. */
export async function readSpeed(
  ports: Pick<RegistryPorts, 'store'>,
  from: Date,
): Promise<Speed & { readonly targetSeconds: number }> {
  const targetSeconds = await readSpeedTarget(ports)
  return { ...(await ports.store.speed(from, targetSeconds * 1000)), targetSeconds }
}

export async function setSpeedTarget(
  ports: Pick<RegistryPorts, 'store' | 'clock' | 'newId'>,
  targetSeconds: number,
  actor: Actor,
): Promise<void> {
  const before = await readSpeedTarget(ports)
  const audit = auditEntry(ports, actor, 'speed-target-changed', 'speed-target', { before, after: targetSeconds })
  await ports.store.setSpeedTarget(targetSeconds, audit)
}

type Taken = { total: number; readonly acknowledgedMs: number[]; readonly verifiedMs: number[] }

function noneTaken(): Taken {
  return { total: 0, acknowledgedMs: [], verifiedMs: [] }
}

function take(into: Taken, { storedAt, acknowledgedAt, verifiedAt }: Timed): void {
  const heardAt = acknowledgedAt ?? verifiedAt
  into.total += 1
  if (heardAt) into.acknowledgedMs.push(heardAt.getTime() - storedAt.getTime())
  if (verifiedAt) into.verifiedMs.push(verifiedAt.getTime() - storedAt.getTime())
}

function rowOf({ total, acknowledgedMs, verifiedMs }: Taken, targetMs: number): SpeedRow {
  const figures = (took: readonly number[]): Figures => {
    const sorted = Float64Array.from(took).sort()
    const met = took.reduce((count, ms) => count + (ms <= targetMs ? 1 : 0), 0)
    return {
      count: sorted.length,
      p50Ms: quantile(sorted, 0.5),
      p95Ms: quantile(sorted, 0.95),
      maxMs: sorted.at(-1) ?? null,
      met,
      late: sorted.length - met,
      open: total - sorted.length,
    }
  }
  return { total, acknowledged: figures(acknowledgedMs), verified: figures(verifiedMs) }
}

/** The least value that so large a part does not exceed. */
function quantile(sorted: Float64Array, part: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null
}
