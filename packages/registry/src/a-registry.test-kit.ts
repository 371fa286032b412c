import type { Channel, Farewell } from '@curfew/contract'
import { createMemoryStore, type MemoryStore } from '@curfew/store/memory'
import { anActor, chanceFrom, idAt } from './cast/index.ts'
import type { Actor, Closure } from './closing.ts'
import { type ClosureOrder, executePlan } from './execute.ts'
import { allListed } from './listing.ts'
import { createPlan } from './plan.ts'
import type { Change, Logoff, LogoffChannel, RegistryPorts, TellOutcome } from './ports.ts'
import type { SetTimer } from './timer.ts'

/** A clock that a test moves, and timers that run as it moves. */
export class ATime {
  #nowMs = Date.parse('2026-03-02T09:00:00.000Z')
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>()

  readonly clock = () => new Date(this.#nowMs)

  readonly setTimer: SetTimer = (run, delayMs) => {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How long until the next timer runs; undefined: none is set. */
  get nextTimerMs(): number | undefined {
    const next = this.#next()
    return next && next.atMs - this.#nowMs
  }

  /** Timers run in their order, each at its own time; also those that a timer sets. */
  advance(ms: number) {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(); next && next.atMs <= untilMs; next = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      this.#timers.delete(next)
      next.run()
    }
    this.#nowMs = untilMs
  }

  #next() {
    return Array.from(this.#timers).sort((one, other) => one.atMs - other.atMs)[0]
  }
}

/** A channel that notes what it is asked to carry. */
export function aChannel(channel: Channel, outcomeOf: (logoff: Logoff) => TellOutcome = () => ({ to: 'sent' })) {
  const told: Logoff[] = []
  const aLogoffChannel: LogoffChannel = {
    channel,
    async tell(logoffs) {
      told.push(...logoffs)
      return logoffs.map(outcomeOf)
    },
  }
  return { ...aLogoffChannel, told }
}

let made = 0

/** Ports over a memory store, with a clock of their own, that note what goes through them. */
export function aRegistry(overrides: Partial<RegistryPorts> & { readonly store?: MemoryStore } = {}) {
  const time = new ATime()
  // Another one over the same store, as after a restart, makes other ids.
  const chance = chanceFrom(++made)
  const store = overrides.store ?? createMemoryStore()
  const changes: Change[] = []
  const aborted: { readonly sessionIds: readonly string[]; readonly farewell: Farewell; except?: AbortSignal }[] = []
  const noted: { readonly sessionId: string; readonly at: Date }[] = []
  const seen = { wakes: 0 }
  const ports: RegistryPorts = {
    channels: [],
    commands: {
      run: () => Promise.reject(new Error('No command runs here.')),
      abort: (sessionIds, farewell, except) => aborted.push({ sessionIds, farewell, ...(except ? { except } : {}) }),
      onEnd: () => () => {},
    },
    changes: { announce: (change) => changes.push(change) },
    wakeDeliveries: () => {
      seen.wakes += 1
    },
    wakeWebhooks: () => {},
    webhookPoster: { post: async () => ({ status: 204, body: '' }) },
    noteActivity: (sessionId, at) => noted.push({ sessionId, at }),
    clock: time.clock,
    newId: () => idAt(time.clock(), chance),
    ...overrides,
    store,
  }
  return { time, store, ports, changes, aborted, noted, seen }
}

/** The store, but the named methods fail until `mend` is called. */
export function aFailingStore(store: MemoryStore, failing: readonly (keyof MemoryStore)[], error: Error) {
  let isBroken = true
  const broken = new Proxy(store, {
    get: (target, name, receiver) =>
      isBroken && failing.some((one) => one === name)
        ? () => Promise.reject(error)
        : Reflect.get(target, name, receiver),
  })
  return {
    store: broken,
    mend: () => {
      isBroken = false
    },
    breakAgain: () => {
      isBroken = true
    },
  }
}

export const unaborted = new AbortController().signal

/** The order to close a plan of these sessions. */
export async function orderFor(
  ports: RegistryPorts,
  sessionIds: readonly string[],
  actor: Actor = anActor(),
): Promise<ClosureOrder> {
  const { plan } = await createPlan(ports, { sessionIds }, actor, allListed)
  return { planId: plan.id, reason: 'Incident 12', messageToUser: null }
}

/** Close these sessions, from plan to closure. */
export async function closeSessions(
  ports: RegistryPorts,
  sessionIds: readonly string[],
  messageToUser: string | null = null,
): Promise<Closure> {
  const order = await orderFor(ports, sessionIds)
  return executePlan(ports, { ...order, messageToUser }, anActor(), unaborted)
}
