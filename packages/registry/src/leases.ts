/**
 * Which guards may still accept a session from memory: the server's half of the promise in
 * docs/decisions/0010-the-promise-across-applications.md. Times are milliseconds of one monotonic clock.
 */
export interface LeaseBook {
  /** Note a grant. Call it *before* reading the position that the grant names. */
  grant(sourceId: string, guardId: string, leaseMs: number): void
  /** The guard refuses everything that was closed up to `position`. */
  applied(sourceId: string, guardId: string, position: number): void
  /** The guard has let go and accepts nothing any more. */
  left(sourceId: string, guardId: string): void
  /**
   * After a closure is committed: resolves when no guard of the source can accept anything closed up to `position`.
   * That is at most one lease from now.
   */
  refusedEverywhere(sourceId: string, position: number): Promise<void>
  /** Guards whose lease may be fresh; the unknown ones from before this start count as none. */
  holders(sourceId: string): number
  /** The position that all guards with a fresh lease have applied; null when there are none. */
  appliedByAll(sourceId: string): number | null
}

/** How waiting is done; a test passes its own. Returns a function that calls it off. */
export type SetTimer = (run: () => void, delayMs: number) => () => void

type Guard = { until: number; position: number }
type Waiting = { readonly guards: Map<string, number>; position: number; settle: () => void }

const beforeThisStart = 'before this start'

/**
 * @param leaseMsAtStart the longest lease each source may have been granted before this process began: until that has
 *   passed, an unknown guard is counted for each of them
 */
export function createLeaseBook(
  monotonicMs: () => number,
  setTimer: SetTimer,
  leaseMsAtStart: ReadonlyMap<string, number> = new Map(),
): LeaseBook {
  const sources = new Map<string, Map<string, Guard>>()
  const waiting = new Map<string, Set<Waiting>>()
  const startedAt = monotonicMs()
  for (const [sourceId, leaseMs] of leaseMsAtStart) {
    sources.set(sourceId, new Map([[beforeThisStart, { until: startedAt + leaseMs, position: -1 }]]))
  }

  const fresh = (sourceId: string): [string, Guard][] => {
    const guards = sources.get(sourceId) ?? new Map<string, Guard>()
    for (const [id, guard] of guards) if (guard.until <= monotonicMs()) guards.delete(id)
    return [...guards]
  }

  /** Strike a guard off every closure that waits for it; `position` undefined: it can accept nothing at all. */
  const strike = (sourceId: string, guardId: string, position?: number) => {
    for (const closure of waiting.get(sourceId) ?? []) {
      if (position !== undefined && position < closure.position) continue
      if (closure.guards.delete(guardId) && closure.guards.size === 0) closure.settle()
    }
  }

  return {
    grant(sourceId, guardId, leaseMs) {
      const guards = sources.get(sourceId) ?? new Map<string, Guard>()
      sources.set(sourceId, guards)
      const known = guards.get(guardId)
      // A lease that was longer is held for as long as it was granted, whatever came after it.
      const until = Math.max(known?.until ?? 0, monotonicMs() + leaseMs)
      guards.set(guardId, { until, position: known?.position ?? -1 })
    },
    applied(sourceId, guardId, position) {
      const guard = sources.get(sourceId)?.get(guardId)
      if (guard) guard.position = Math.max(guard.position, position)
      strike(sourceId, guardId, position)
    },
    left(sourceId, guardId) {
      sources.get(sourceId)?.delete(guardId)
      strike(sourceId, guardId)
    },
    refusedEverywhere(sourceId, position) {
      const guards = fresh(sourceId).filter(([, guard]) => guard.position < position)
      if (guards.length === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const all = waiting.get(sourceId) ?? new Set<Waiting>()
        waiting.set(sourceId, all)
        // The deadlines are those of the leases granted so far: later grants already name this closure.
        const closure: Waiting = {
          guards: new Map(guards.map(([id, guard]) => [id, guard.until])),
          position,
          settle: () => {},
        }
        let callOff = () => {}
        closure.settle = () => {
          callOff()
          all.delete(closure)
          resolve()
        }
        all.add(closure)
        const runOut = () => {
          const now = monotonicMs()
          for (const [id, until] of closure.guards) if (until <= now) closure.guards.delete(id)
          if (closure.guards.size === 0) closure.settle()
          else callOff = setTimer(runOut, Math.max(1, Math.min(...closure.guards.values()) - now))
        }
        runOut()
      })
    },
    holders: (sourceId) => fresh(sourceId).filter(([id]) => id !== beforeThisStart).length,
    appliedByAll(sourceId) {
      const positions = fresh(sourceId).map(([, guard]) => guard.position)
      return positions.length === 0 ? null : Math.min(...positions)
    },
  }
}
