import type { Channel, DeliveryStatus, Farewell } from '@curfew/contract'
import type {
  Actor,
  AuditEntry,
  Closure,
  Delivery,
  DeliveryCounts,
  DeliveryStep,
  EndingBatch,
  NewClosure,
  NewPlan,
  Plan,
  Receipt,
} from './closing.ts'
import type { Counts, Page, PageRequest, Scope, Search } from './listing.ts'
import type { Command, NewSession, Registration, Session } from './session.ts'

/**
 * Where sessions are remembered. Every call resolves once it is durable; one that cannot be made durable rejects
 * with CurfewError `store-unavailable` and has changed nothing.
 */
export interface SessionStore {
  /** In one transaction; idempotent by `(sourceId, handle)` among open sessions. Outcomes in the order given. */
  register(batch: readonly NewSession[]): Promise<readonly Registration[]>
  /** Open or ended, listed or not: callers judge. An unknown hash or id is `undefined`. */
  sessionByCredential(credentialHash: string): Promise<Session | undefined>
  sessionById(id: string): Promise<Session | undefined>
  sessionsByUser(userId: string, kinds: readonly Session['kind'][]): Promise<readonly Session[]>
  /** Ended sessions and times earlier than the known activity are passed over in silence. */
  recordActivity(batch: readonly { readonly sessionId: string; readonly at: Date }[]): Promise<void>
  setCommand(sessionId: string, command: Command | null): Promise<void>
  /** A begun logon is finished: active, with a new credential and new limits. False when it had ended meanwhile. */
  finishLogon(
    sessionId: string,
    now: {
      readonly at: Date
      readonly credentialHash: string
      readonly idleLimitSeconds: number
      readonly absoluteLimitSeconds: number
    },
  ): Promise<boolean>
  /** The old credential is unknown from then on. False when the session had ended. */
  renewCredential(sessionId: string, credentialHash: string): Promise<boolean>
  /** Ids of open sessions whose deadline is at or before `now`, earliest first; served by an index on the deadline. */
  expiredSessions(now: Date, limit: number): Promise<readonly Session[]>
  /**
   * End those that are still open, insert their deliveries (and only theirs), move the closure on, write the audit: one
   * durable transaction.
   * @returns the ids that were open and are ended now, in the order given
   */
  endSessions(batch: EndingBatch): Promise<readonly string[]>
  /** RADIUS and its like: a session that was `closing` is proved to be over. */
  confirmClosed(sessionIds: readonly string[]): Promise<void>
  page(request: PageRequest): Promise<Page<Session>>
  summarize(search: Search): Promise<Counts>
  count(search: Search): Promise<number>
  /** All that match, in batches of up to 1,000, by keyset: memory stays flat and nothing is locked meanwhile. */
  exportSessions(search: Search & Pick<PageRequest, 'sort'>, signal: AbortSignal): AsyncIterable<readonly Session[]>
  /** Forget what ended before `before`: sessions, deliveries, plans; closures stay. At most `limit`; how many were forgotten. */
  forgetEnded(before: Date, limit: number): Promise<number>
}

export interface ClosingStore {
  /** Freeze the selection: from then on the plan names exactly these sessions, the actor's own one last. */
  createPlan(plan: NewPlan): Promise<Plan>
  planById(id: string): Promise<Plan | undefined>
  /** The sessions of a plan from `position` on (0-based), at most `limit`, in the plan's order. */
  plannedSessions(planId: string, position: number, limit: number): Promise<readonly Session[]>
  /** Store the closure and bind it to its plan. When the plan has one already, that one is the answer. */
  startClosure(closure: NewClosure, audit: readonly AuditEntry[]): Promise<Closure>
  closureById(id: string): Promise<Closure | undefined>
  closures(limit: number, cursor: string | null): Promise<Page<Closure>>
  /** Closures in state `closing`, oldest first: a restart resumes them. */
  unfinishedClosures(): Promise<readonly Closure[]>
  markRefusedEverywhere(closureId: string, at: Date): Promise<void>
}

export interface DeliveryStore {
  /** Deliveries whose next attempt is due, oldest first. */
  dueDeliveries(now: Date, limit: number): Promise<readonly Delivery[]>
  /** When the earliest of the not yet due ones is due; null: none is waiting. */
  nextDueAt(): Promise<Date | null>
  /** Apply `advanceDelivery` to each in one transaction; unknown ids are passed over. Returns them as they are then. */
  advanceDeliveries(steps: readonly DeliveryStep[]): Promise<readonly Delivery[]>
  deliveryById(id: string): Promise<Delivery | undefined>
  deliveriesOfSession(sessionId: string): Promise<readonly Delivery[]>
  countDeliveries(closureIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryCounts>>
  /** Refused and unreachable first, then pending, sent, acknowledged, verified; by id within a status. */
  receipts(
    closureId: string,
    statuses: readonly DeliveryStatus[],
    limit: number,
    cursor: string | null,
  ): Promise<Page<Receipt>>
  /** Unreachable deliveries of a closure become due at `at`. How many. */
  retryUnreachable(closureId: string, at: Date): Promise<number>
}

export interface AuditStore {
  writeAudit(entries: readonly AuditEntry[]): Promise<void>
}

/** The one store, whatever it is made of. */
export interface RegistryStore extends SessionStore, ClosingStore, DeliveryStore, AuditStore {
  /** 32 random bytes, made at the first start and kept: the key for receipts. */
  installationSecret(): Promise<Uint8Array<ArrayBuffer>>
  /** Resolves when a trivial read and the writer work. */
  check(): Promise<void>
  close(): Promise<void>
}

/** One logoff as a channel is asked to carry it. */
export type Logoff = {
  readonly delivery: Delivery
  readonly session: Session
  readonly farewell: Farewell
  /** What the recipient gives back as proof that it heard. */
  readonly receipt: string
}

/** What one attempt has taught. */
export type TellOutcome =
  | { readonly to: 'sent' | 'acknowledged' | 'verified' }
  | { readonly to: 'refused' | 'unreachable'; readonly cause: string }

/** A way to tell recipients. It never rejects, and no recipient delays another. Outcomes in the order given. */
export interface LogoffChannel {
  readonly channel: Channel
  tell(logoffs: readonly Logoff[]): Promise<readonly TellOutcome[]>
  /** Recipients that cannot be told at once if they had to be told now; for the dialog before OK. */
  cannotBeTold?(
    sources: readonly { readonly sourceId: string; readonly source: string; readonly count: number }[],
  ): Promise<
    readonly {
      readonly recipient: string
      readonly sessions: number
      readonly cause: string
      readonly since: Date | null
    }[]
  >
}

export type Clock = () => Date
/** UUIDv7. */
export type NewId = () => string

export type { Actor, Scope }
