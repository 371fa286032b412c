import type { Channel, Ending, Farewell } from '@curfew/contract'
import type { AccountingStore } from './accounting-ports.ts'
import type {
  Actor,
  AuditEntry,
  Closure,
  Delivery,
  EndingBatch,
  NewClosure,
  NewPlan,
  Plan,
  RetryOf,
} from './closing.ts'
import type { Commands } from './command-ports.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { Hold } from './hold.ts'
import type { Counts, Page, PageRequest, Scope, Search } from './listing.ts'
import type {
  CameBack,
  Command,
  FinishedLogon,
  NewSession,
  Registration,
  RegistrationRules,
  Session,
} from './session.ts'
import type { SignalStore } from './signals/ports.ts'
import type { TokenStore } from './signing-key.ts'
import type { FeedStore, SourceStore } from './source-ports.ts'
import type { WebhookSending, WebhookStore } from './webhook-ports.ts'

/**
 * Where sessions are remembered. Every call resolves once it is durable; one that cannot be made durable rejects
 * with CurfewError `store-unavailable` and has changed nothing.
 */
export interface SessionStore {
  /**
   * In one transaction; idempotent by `(sourceId, handle)` among open sessions. Outcomes in the order given.
   *
   * @param rules holds in force keep out whom they concern (`holdOnNew`), and who comes back is marked (`cameBack`); left out:
   *   neither is looked at, as for what is made up
   */
  register(batch: readonly NewSession[], rules?: RegistrationRules): Promise<readonly Registration[]>
  /** Open or ended, listed or not: callers judge. An unknown hash or id is `undefined`. */
  sessionByCredential(credentialHash: string): Promise<Session | undefined>
  sessionById(id: string): Promise<Session | undefined>
  /** Those that exist, in any order. At most 1,000 ids. */
  sessionsByIds(ids: readonly string[]): Promise<readonly Session[]>
  sessionsByUser(userId: string, kinds: readonly Session['kind'][]): Promise<readonly Session[]>
  /** What a source calls by that handle: the open session, else the one that ended last. */
  sessionByHandle(sourceId: string, handle: string): Promise<Session | undefined>
  /** The same for at most 1,000 handles; those that exist, in any order. */
  sessionsByHandles(sourceId: string, handles: readonly string[]): Promise<readonly Session[]>
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
  /** The same for logons at a source, which keeps the credential. Returns the ids of those that were open and not finished. */
  finishLogons(batch: readonly FinishedLogon[]): Promise<readonly string[]>
  /** The old credential is unknown from then on. False when the session had ended. */
  renewCredential(sessionId: string, credentialHash: string): Promise<boolean>
  /** Ids of open sessions whose deadline is at or before `now`, earliest first; served by an index on the deadline. */
  expiredSessions(now: Date, limit: number): Promise<readonly Session[]>
  /**
   * End those that are still open, insert their deliveries (and only theirs), move the closure on, write the audit: one
   * durable transaction. Deliveries of the channel `guard-feed` get the next positions of their recipient's feed, in the
   * order of the batch.
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
  /** Forget what ended before `before`: sessions, deliveries, plans, holds; closures stay. At most `limit`; how many were forgotten. */
  forgetEnded(before: Date, limit: number): Promise<number>
}

export interface ClosingStore {
  /** Freeze the selection: from then on the plan names exactly these sessions, the actor's own one last. */
  createPlan(plan: NewPlan): Promise<Plan>
  planById(id: string): Promise<Plan | undefined>
  /** The sessions of a plan from `position` on (0-based), at most `limit`, in the plan's order. */
  plannedSessions(planId: string, position: number, limit: number): Promise<readonly Session[]>
  /** Store the closure with its holds, and bind it to its plan. When the plan has one already, that one is the answer. */
  startClosure(closure: NewClosure, audit: readonly AuditEntry[], holds?: readonly Hold[]): Promise<Closure>
  closureById(id: string): Promise<Closure | undefined>
  closures(limit: number, cursor: string | null): Promise<Page<Closure>>
  /** Closures in state `closing`, oldest first: a restart resumes them. */
  unfinishedClosures(): Promise<readonly Closure[]>
  markRefusedEverywhere(closureId: string, at: Date): Promise<void>
  /** Closures that are carried out or interrupted and not yet refused everywhere, oldest first. */
  unprovedClosures(): Promise<readonly Closure[]>
}

/** Who is kept out. Each change is written with its audit, in one transaction. */
export interface HoldStore {
  createHold(hold: Hold, audit: AuditEntry): Promise<void>
  /** Ends it at `at`. One that is over stays as it is. */
  liftHold(id: string, at: Date, by: Actor | null, audit: AuditEntry): Promise<'lifted' | 'over' | 'not-found'>
  holdById(id: string): Promise<Hold | undefined>
  /** By their end. */
  holdsInForce(now: Date): Promise<readonly Hold[]>
  /** Newest first. */
  holds(limit: number, cursor: string | null): Promise<Page<Hold>>
  /** Sessions that came back after a closure, the latest logon first. */
  comingsBack(closureId: string, limit: number): Promise<{ readonly items: readonly Session[]; readonly total: number }>
}

/** What the installation goes by; a super admin changes it. */
export type Settings = { readonly cameBackWithinSeconds: number }
export interface SettingStore {
  settings(): Promise<Settings>
  changeSettings(changes: Partial<Settings>, audit: AuditEntry): Promise<Settings>
}

export interface AuditStore {
  writeAudit(entries: readonly AuditEntry[]): Promise<void>
}

/** The one store, whatever it is made of. */
export interface RegistryStore
  extends SessionStore,
    ClosingStore,
    DeliveryStore,
    HoldStore,
    SettingStore,
    SourceStore,
    FeedStore,
    WebhookStore,
    TokenStore,
    AccountingStore,
    SignalStore,
    AuditStore {
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
  /** Left out: the session ended without one. */
  readonly closure?: Closure
  /** What the recipient gives back as proof that it heard; empty where it answers at once, and nothing is given back. */
  readonly receipt: string
}

/** What one attempt has taught. */
export type TellOutcome =
  | { readonly to: 'sent' | 'acknowledged' | 'verified' }
  /** `isTransient`: it may be accepted later, so it is tried again. */
  | { readonly to: 'refused'; readonly cause: string; readonly isTransient?: boolean }
  /**
   * `comesBack`: the recipient connects by itself and is told then, so nothing is tried until somebody asks for it.
   * `isFinal`: trying again would change nothing.
   */
  | { readonly to: 'unreachable'; readonly cause: string; readonly comesBack?: boolean; readonly isFinal?: boolean }

/** A way to tell recipients. It never rejects, and no recipient delays another. Outcomes in the order given. */
export interface LogoffChannel {
  readonly channel: Channel
  /**
   * So many of one recipient are told at a time, each by a call of its own: a silent one holds up no outcome but its own.
   * Left out: many at a time, in one call.
   */
  readonly atOnce?: number
  tell(logoffs: readonly Logoff[]): Promise<readonly TellOutcome[]>
  /** Of these, whoever is being told is asked again at once, and not when that would be due. Left out: nobody waits for long. */
  hurry?(deliveryIds: ReadonlySet<string>): void
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

/** One held event stream, as text goes into it. Nothing is buffered on its behalf beyond the socket's own bounds. */
export interface EventSink {
  /** Frames are written as they are. False: the reader is too slow and has been dropped; it will replay. */
  write(frames: string): boolean
  close(): void
  /** Called once, whoever ended it. */
  onClose(listener: () => void): void
  /** Resolves when the reader has taken enough of what was written to be given more, or is gone. */
  ready(): Promise<void>
}

/** The browsers that hold a stream open here. One frame text serves all of them. */
export interface BrowserStreams {
  /**
   * @param wantsChanges also `sessions` and `closures` events, replayed after `lastEventId` (or `reset`)
   */
  attach(
    sessionId: string,
    sink: EventSink,
    wants: { readonly changes: boolean; readonly lastEventId: string | null },
  ): void
  readonly held: number
  /** Ask every reader to come back later, and let go. */
  drain(): void
}

/** Something listed changed. Unlisted sessions never appear here. */
export type Change = {
  readonly began?: number
  readonly ended?: readonly { readonly id: string; readonly ending: Ending }[]
  readonly changed?: readonly string[]
  readonly closureIds?: readonly string[]
  readonly webhookIds?: readonly string[]
  /** Among those that began. */
  readonly cameBack?: readonly ({ readonly id: string } & Pick<CameBack, 'closureId' | 'afterMs'>)[]
  /** Holds were made or lifted. */
  readonly holds?: boolean
}

/** Where the registry says that something changed; readers gather and send. Never rejects, never waits. */
export interface Changes {
  announce(change: Change): void
}

export type * from './command-ports.ts'

/** All that the rules reach the world through. */
export type RegistryPorts = WebhookSending & {
  readonly store: RegistryStore
  readonly channels: readonly LogoffChannel[]
  readonly commands: Commands
  readonly changes: Changes
  /** Wakes the delivery loop: something is due now. `asked`: because somebody has asked for it. */
  readonly wakeDeliveries: (asked?: RetryOf) => void
  /** Notes that a session was active; written later, in batches. */
  readonly noteActivity: (sessionId: string, at: Date) => void
  /**
   * Resolves when no guard can accept a session that this closure ended at these sources. Left out: Curfew alone decides,
   * and a closure is refused everywhere as soon as it is stored.
   */
  readonly refusedByGuards?: (closureId: string, sourceIds: readonly string[]) => Promise<void>
  readonly clock: Clock
  readonly newId: NewId
}

export type Clock = () => Date
/** UUIDv7. */
export type NewId = () => string

export type { Actor, DeliveryStore, Scope }
