import type {
  Channel,
  ClosureState,
  DeliveryCounts,
  DeliveryStatus,
  Ending,
  Filter,
  ReasonKind,
  SessionKind,
  SessionStatus,
  TextsByLanguage,
} from '@curfew/contract'
import type { Scope } from './listing.ts'

/** Who orders something, for the closure and the audit. `sessionId` null: the system or an operator's command. */
export type Actor = {
  readonly userId: string
  readonly firstName: string
  readonly lastName: string
  readonly sessionId: string | null
}

export type Selection =
  | { readonly sessionIds: readonly string[] }
  | { readonly filters: readonly Filter[]; readonly except: readonly string[] }

/** What the store needs to freeze a selection. `now` decides what "idle longer than" means, and what has expired. */
export type NewPlan = {
  readonly id: string
  readonly selection: Selection
  readonly scope: Scope
  /** Null: no administrator. */
  readonly actor: Actor | null
  readonly now: Date
  readonly expiresAt: Date
}

export type Plan = {
  readonly id: string
  readonly actor: Actor | null
  /** True when it was made from `filters` rather than from ids. */
  readonly isMatching: boolean
  /** Open sessions that will be closed, and sessions that were asked for and are closed already. */
  readonly count: number
  readonly alreadyClosed: number
  readonly notFound: number
  readonly byKind: readonly { readonly kind: SessionKind; readonly count: number }[]
  readonly bySource: readonly { readonly sourceId: string; readonly source: string; readonly count: number }[]
  /** Up to five user ids. */
  readonly users: readonly string[]
  readonly userCount: number
  readonly includesOwnSession: boolean
  readonly commandsInFlight: number
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Set once it is executed. */
  readonly closureId: string | null
}

export type NewClosure = {
  readonly id: string
  readonly planId: string
  readonly reasonKind: ReasonKind
  /** For the audit. */
  readonly reason: string
  /** For the users: the text for everyone, and those for readers of certain languages, by BCP 47 tag. */
  readonly messageToUser: string | null
  readonly messagesToUser: TextsByLanguage
  /** Null: no administrator, but a rule or another system; `reason` says which. */
  readonly closedBy: Actor | null
  readonly orderedAt: Date
}

export type Closure = NewClosure & {
  readonly state: ClosureState
  readonly completedAt: Date | null
  readonly refusedEverywhereAt: Date | null
  readonly planned: number
  readonly closed: number
  readonly alreadyClosed: number
  readonly notFound: number
  readonly includedOwnSession: boolean
  /** How many of the plan's sessions have been gone through; where a restart resumes. */
  readonly position: number
}

/** One logoff to one recipient. */
export type Delivery = {
  readonly id: string
  /** Null when the session ended without a closure. */
  readonly closureId: string | null
  readonly sessionId: string
  readonly channel: Channel
  /** What the channel needs to find it: a session id, a source id, a NAS. */
  readonly recipient: string
  /** How the recipient is named on the page. */
  readonly recipientName: string
  readonly status: DeliveryStatus
  readonly storedAt: Date
  readonly sentAt: Date | null
  readonly acknowledgedAt: Date | null
  readonly verifiedAt: Date | null
  readonly attempts: number
  /** Null: nothing is due; the recipient has to act, or all is said. */
  readonly nextAttemptAt: Date | null
  /** Until then it is tried; who asks for another try gives it that much time again. */
  readonly giveUpAt: Date
  /** Nobody tries any more, unless somebody asks for it; null: it is not so. */
  readonly givenUpAt: Date | null
  readonly cause: string
  /** Its place in its recipient's feed; null: its channel has none. */
  readonly feedPosition: number | null
}

export type NewDelivery = Pick<Delivery, 'id' | 'channel' | 'recipient' | 'recipientName' | 'nextAttemptAt'>

/** One step of a delivery's life, as a channel or a recipient reports it. `advanceDelivery` holds the rules. */
export type DeliveryStep = {
  readonly deliveryId: string
  readonly to: Exclude<DeliveryStatus, 'pending'> | 'pending'
  readonly at: Date
  readonly cause?: string
  readonly nextAttemptAt?: Date | null
  /** True when this was an attempt of ours, to be counted. */
  readonly isAttempt?: boolean
  /** When that attempt began: one that somebody has asked for since is still to be made. */
  readonly begunAt?: Date
  /** It is not tried any more. */
  readonly isGivenUp?: boolean
  /** Nothing came back from the recipient. `chance`, from 0 up to but not 1, spreads when it is tried again to find out. */
  readonly silence?: { readonly chance: number }
}

/** Which deliveries somebody wants tried again. */
export type RetryOf =
  | { readonly closureId: string }
  | { readonly channel: Channel; readonly recipient: string }
  | { readonly deliveryId: string }

/** A receipt as a page shows it: the delivery and whose session it was about. */
export type Receipt = Delivery & {
  readonly userId: string
  readonly kind: SessionKind
  readonly source: string
  /** Since when its recipient is silent, while it is tried by a few only. */
  readonly silentSince: Date | null
}

/** Sessions to end in one transaction, with their deliveries; and, for a closure, its progress in the same transaction. */
export type EndingBatch = {
  readonly ending: Ending
  readonly at: Date
  readonly closureId: string | null
  readonly sessions: readonly {
    readonly sessionId: string
    readonly status: Extract<SessionStatus, 'closing' | 'closed'>
    readonly deliveries: readonly NewDelivery[]
  }[]
  /** `position` moves on; with the last batch (or when it is interrupted) the closure gets its final state. */
  readonly progress?: {
    readonly position: number
    readonly state: ClosureState
    readonly completedAt: Date | null
    readonly refusedEverywhereAt: Date | null
  }
  readonly audit: readonly AuditEntry[]
}

export type AuditEntry = {
  readonly id: string
  readonly at: Date
  readonly actor: Actor | null
  /** A verb in the past, `object-verb`: `closure-ordered`, `administrator-created`. */
  readonly act: string
  readonly target: string
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

export type { DeliveryCounts }
