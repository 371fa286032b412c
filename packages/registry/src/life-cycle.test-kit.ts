import type { Ending, SessionKind } from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { type ATime, aChannel, aFailingStore, aRegistry } from './a-registry.test-kit.ts'
import { createActivityBuffer } from './activity.ts'
import type { Actor } from './closing.ts'
import type { RegistryPorts, TellOutcome } from './ports.ts'

/** What a test believes of a session: plain numbers, and the rules said once more in the simplest words. */
export type Believed = {
  readonly id: string
  readonly kind: SessionKind
  readonly isListed: boolean
  readonly isOwn: boolean
  readonly credentialHash: string
  readonly loggedOnMs: number
  lastActivityMs: number
  idleMs: number
  absoluteMs: number
  ending: Ending | null
  closureId: string | null
}

export type BelievedPlan = {
  readonly planId: string
  readonly actor: Actor
  readonly expiresMs: number
  readonly sessionIds: readonly string[]
  closureId: string | null
}

export type Model = {
  nowMs: number
  readonly sessions: Map<string, Believed>
  readonly plans: BelievedPlan[]
  /** How far each delivery was when it was last seen. */
  readonly proofs: Map<string, number>
}

export function isIn({ loggedOnMs, lastActivityMs, idleMs, absoluteMs, ending }: Believed, nowMs: number): boolean {
  return ending === null && nowMs < Math.min(lastActivityMs + idleMs, loggedOnMs + absoluteMs)
}

/** The registry as it runs in one process after another, over one store. */
export class Real {
  readonly #disk = createMemoryStore()
  readonly #breaking = aFailingStore(this.#disk, ['endSessions'], new Error('The process is gone.'))
  /** What the next attempts of every channel teach. */
  outcome: TellOutcome = { to: 'sent' }
  #activity = createActivityBuffer({ store: this.#disk })
  #process = 0
  readonly ports: RegistryPorts
  readonly time: ATime

  constructor() {
    this.#breaking.mend()
    const channels = (['event-stream', 'guard-feed', 'radius-disconnect'] as const).map((channel) =>
      aChannel(channel, () => this.outcome),
    )
    const { ports, time } = aRegistry({
      store: this.#breaking.store,
      channels,
      noteActivity: (sessionId, at) => this.#activity.note(sessionId, at),
    })
    this.ports = ports
    this.time = time
    this.#begin()
  }

  async advance(ms: number) {
    this.time.advance(ms)
    await this.#activity.flush()
  }
  /** From now on nothing can be ended; as if the process were gone, which it then is. */
  break() {
    this.#breaking.breakAgain()
  }
  /** What was noted and not written is lost with the process. */
  restart() {
    this.#breaking.mend()
    this.#begin()
  }
  #begin() {
    this.#process += 1
    const mine = this.#process
    const whileItLives = (run: () => void) => () => (this.#process === mine ? run() : undefined)
    this.#activity = createActivityBuffer({
      store: this.#disk,
      setTimer: (run, delayMs) => this.time.setTimer(whileItLives(run), delayMs),
    })
  }
}
