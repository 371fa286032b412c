import type { Closure } from './closing.ts'
import type { RegistryStore } from './ports.ts'
import type { SetTimer } from './timer.ts'

/** The closures that are being carried out here. */
export type CarryingOut = {
  has(closureId: string): boolean
  /** Whoever orders one again waits for the same end. */
  join(closureId: string, begin: () => Promise<Closure>): Promise<Closure>
  /** Resolves when none is under way, or after so long. */
  pause(mostMs: number, setTimer: SetTimer): Promise<void>
}

const all = new WeakMap<object, CarryingOut>()

export function carryingOut(store: Pick<RegistryStore, 'endSessions'>): CarryingOut {
  const known = all.get(store) ?? createCarryingOut()
  all.set(store, known)
  return known
}

function createCarryingOut(): CarryingOut {
  const underWay = new Map<string, Promise<Closure>>()
  return {
    has: (closureId) => underWay.has(closureId),
    join(closureId, begin) {
      const known = underWay.get(closureId)
      if (known) return known
      const running = begin().finally(() => underWay.delete(closureId))
      underWay.set(closureId, running)
      return running
    },
    async pause(mostMs, setTimer) {
      if (underWay.size === 0) return
      let callOff = () => {}
      const enough = new Promise<void>((resolve) => {
        callOff = setTimer(resolve, mostMs)
      })
      await Promise.race([Promise.allSettled(underWay.values()), enough])
      callOff()
    },
  }
}
