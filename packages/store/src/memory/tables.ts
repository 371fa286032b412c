import type { AccessAudit, Administrator, Attempts } from '@curfew/access'
import type {
  AuditEntry,
  Circuit,
  Closure,
  Delivery,
  FeedBounds,
  Hold,
  NasRestart,
  Plan,
  QueueName,
  RadiusRecord,
  Session,
  SetAside,
  SignalNotice,
  SignalReceiver,
  SignalTransmitter,
  SigningKey,
  Source,
  Webhook,
  WebhookAttempt,
  WebhookEvent,
} from '@curfew/registry'

/** A plan and the ids of its sessions, in its order. */
export type PlanRow = { readonly plan: Plan; readonly sessionIds: readonly string[] }

/** A source's feed: its deliveries by position, in their order, and how far it has acknowledged them. */
export type FeedRow = FeedBounds & { readonly acknowledged: number; readonly deliveries: Map<number, string> }

/** Numbers rise, so they are where a page ends. */
export type NumberedAttempt = { readonly number: number; readonly attempt: WebhookAttempt }

/** All that is remembered. Rows are never changed in place, so what was handed out stays as it was. */
export type Tables = {
  readonly sessions: Map<string, Session>
  /** By session, rising with registration: ties of an order are broken by it. */
  readonly numbers: Map<string, number>
  /** The last number that was given, by what is numbered. */
  readonly counters: Map<'session', number>
  /** Listed and not closed. */
  readonly inGrid: Set<string>
  readonly open: Set<string>
  readonly sessionByCredential: Map<string, string>
  readonly credentialOf: Map<string, string>
  /** Open sessions by source and handle. */
  readonly sessionByHandle: Map<string, string>
  /** Of ended sessions the last, by source and handle. */
  readonly endedByHandle: Map<string, string>
  readonly openByUser: Map<string, Set<string>>
  /** By a closure. */
  readonly closedByUser: Map<string, Set<string>>
  readonly plans: Map<string, PlanRow>
  readonly closures: Map<string, Closure>
  readonly holds: Map<string, Hold>
  readonly deliveries: Map<string, Delivery>
  readonly deliveriesBySession: Map<string, Set<string>>
  readonly deliveriesByClosure: Map<string, Set<string>>
  /** By `printQueue`. */
  readonly queues: Map<string, QueueName & { readonly circuit: Circuit }>
  readonly waitingByQueue: Map<string, Set<string>>
  readonly sources: Map<string, Source>
  /** By session. */
  readonly radius: Map<string, RadiusRecord>
  /** The last one of each NAS, by source and NAS. */
  readonly restarts: Map<string, { readonly restart: NasRestart; readonly isFinished: boolean }>
  readonly feeds: Map<string, FeedRow>
  readonly webhooks: Map<string, Webhook>
  /** The log of events by position, in its order. */
  readonly events: Map<number, WebhookEvent>
  /** By webhook, then by position. */
  readonly setAside: Map<string, ReadonlyMap<number, SetAside>>
  /** By webhook, oldest first. */
  readonly webhookAttempts: Map<string, readonly NumberedAttempt[]>
  /** Newest first. */
  readonly signingKeys: Map<string, SigningKey>
  /** Until when each is remembered. */
  readonly receivedTokens: Map<string, Date>
  readonly signalReceivers: Map<string, SignalReceiver>
  readonly signalNotices: Map<string, SignalNotice>
  readonly signalTransmitters: Map<string, SignalTransmitter>
  /** When it was taken, by transmitter and `jti`. */
  readonly signalsTaken: Map<string, Date>
  readonly audit: Map<string, AuditEntry | AccessAudit>
  readonly administrators: Map<string, Administrator>
  readonly attempts: Map<string, Attempts>
  /** `installation-secret`, `setup-token-hash`, `end-of-events`. */
  readonly settings: Map<string, string>
}

export function emptyTables(): Tables {
  return {
    sessions: new Map(),
    numbers: new Map(),
    counters: new Map(),
    inGrid: new Set(),
    open: new Set(),
    sessionByCredential: new Map(),
    credentialOf: new Map(),
    sessionByHandle: new Map(),
    endedByHandle: new Map(),
    openByUser: new Map(),
    closedByUser: new Map(),
    plans: new Map(),
    closures: new Map(),
    holds: new Map(),
    deliveries: new Map(),
    deliveriesBySession: new Map(),
    deliveriesByClosure: new Map(),
    queues: new Map(),
    waitingByQueue: new Map(),
    sources: new Map(),
    radius: new Map(),
    restarts: new Map(),
    feeds: new Map(),
    webhooks: new Map(),
    events: new Map(),
    setAside: new Map(),
    webhookAttempts: new Map(),
    signingKeys: new Map(),
    receivedTokens: new Map(),
    signalReceivers: new Map(),
    signalNotices: new Map(),
    signalTransmitters: new Map(),
    signalsTaken: new Map(),
    audit: new Map(),
    administrators: new Map(),
    attempts: new Map(),
    settings: new Map(),
  }
}

/** Add to a set that is made at the first addition. */
export function addTo<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value) {
  const set = sets.get(key)
  if (set) set.add(value)
  else sets.set(key, new Set([value]))
}

/** Take from a set that is dropped with its last value. */
export function takeFrom<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value) {
  const set = sets.get(key)
  set?.delete(value)
  if (set?.size === 0) sets.delete(key)
}

/** Forget what stood at that place of a feed. */
export function takeFromFeed({ feeds }: Tables, sourceId: string, position: number) {
  const feed = feeds.get(sourceId)
  if (!feed?.deliveries.delete(position)) return
  feeds.set(sourceId, { ...feed, forgottenUpTo: Math.max(feed.forgottenUpTo, position) })
}
