import type { Plan } from './closing.ts'
import type { RegistryPorts, RegistryStore } from './ports.ts'
import { ownSource } from './session.ts'
import { realTimer, type SetTimer } from './timer.ts'

type ProofPorts = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'refusedByGuards'>

/** Sources whose guards may let a closed session in for a while; Curfew alone decides about its own sessions. */
export function guardedSources(
  { refusedByGuards }: Pick<RegistryPorts, 'refusedByGuards'>,
  { bySource }: Pick<Plan, 'bySource'>,
): readonly string[] {
  if (!refusedByGuards) return []
  return bySource.map(({ sourceId }) => sourceId).filter((sourceId) => sourceId !== ownSource.id)
}

/** Closures whose proof is awaited here. */
const awaited = new WeakMap<RegistryStore, Map<string, Promise<void>>>()

/**
 * Wait in the background until no guard of these sources can accept what the closure has ended, and note that. To be called
 * once it is carried out. Should the store fail, `resumeProofs` begins again.
 */
export function awaitProof(ports: ProofPorts, closureId: string, sourceIds: readonly string[]): void {
  const all = awaited.get(ports.store) ?? new Map<string, Promise<void>>()
  awaited.set(ports.store, all)
  if (all.has(closureId)) return
  const proof = prove(ports, closureId, sourceIds)
    .catch(() => {})
    .finally(() => all.delete(closureId))
  all.set(closureId, proof)
}

/** Wait for what a crash or a failing store has left unproved. To be called at every start, and now and then. */
export async function resumeProofs(ports: ProofPorts): Promise<void> {
  for (const { id, planId } of await ports.store.unprovedClosures()) {
    if (awaited.get(ports.store)?.has(id)) continue
    const plan = await ports.store.planById(planId)
    // A plan that is forgotten may have concerned any of them.
    const sourceIds = plan ? guardedSources(ports, plan) : (await ports.store.sources()).map((source) => source.id)
    awaitProof(ports, id, sourceIds)
  }
}

/** Resolves when the closure is refused everywhere, when `waitMs` have passed, or when the signal fires. */
export async function refusedEverywhereWithin(
  { store }: Pick<RegistryPorts, 'store'>,
  closureId: string,
  waitMs: number,
  { signal, setTimer = realTimer }: { readonly signal: AbortSignal; readonly setTimer?: SetTimer },
): Promise<void> {
  const proof = awaited.get(store)?.get(closureId)
  if (!proof || signal.aborted) return
  const over = Promise.withResolvers<void>()
  const callOff = setTimer(over.resolve, waitMs)
  signal.addEventListener('abort', () => over.resolve(), { once: true })
  await Promise.race([proof, over.promise])
  callOff()
}

async function prove(
  { store, changes, clock, refusedByGuards }: ProofPorts,
  closureId: string,
  sourceIds: readonly string[],
): Promise<void> {
  await refusedByGuards?.(closureId, sourceIds)
  await store.markRefusedEverywhere(closureId, clock())
  changes.announce({ closureIds: [closureId] })
}
