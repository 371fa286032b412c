import type { RadiusCounters, RadiusFacts, SessionDetail } from '@curfew/contract'
import type { Hold } from './hold.ts'
import type { CameBack, NewSession, RegistrationRules, Session } from './session.ts'

type EndView = NonNullable<NonNullable<SessionDetail['radius']>['end']>

/** What accounting knows of one session, kept beside it. Plain values; what they mean is decided where RADIUS is spoken. */
export type RadiusRecord = {
  /** Which NAS of its source it lives in. */
  readonly nasKey: string
  /** Where its accounting came from last, and so where it is told unless its source says otherwise. */
  readonly sentFrom: string
  readonly acctSessionId: string
  readonly began: { readonly at: Date; readonly isExact: boolean }
  /** By its NAS's word, or by what was concluded from its NAS's words. */
  readonly end: (Omit<EndView, 'at'> & { readonly at: Date }) | null
  readonly lastHeardAt: Date
  readonly lastHappenedAt: Date
  /** After it was closed here: when its NAS last said that it goes on. */
  readonly stillOnlineAt: Date | null
  readonly clockOffsetSeconds: number | null
  readonly counters: RadiusCounters
  readonly facts: RadiusFacts
  /** What a Disconnect-Request names it by, as its NAS wrote it. */
  readonly identification: string
}

/** A session as accounting has to know it before it can say what a further packet means. */
export type KnownSession = Pick<
  Session,
  | 'id'
  | 'sourceId'
  | 'handle'
  | 'userId'
  | 'clientAddress'
  | 'loggedOnAt'
  | 'status'
  | 'idleLimitSeconds'
  | 'endedAt'
  | 'closureId'
> & { readonly radius: RadiusRecord }

/** One NAS of a source. */
export type NasOfSource = { readonly sourceId: string; readonly nasKey: string }
/** A NAS began or ended accounting altogether: what it had before is over. */
export type NasRestart = NasOfSource & { readonly at: Date; readonly by: 'accounting-on' | 'accounting-off' }

/** What is kept of one packet. */
export type AccountingStep = {
  readonly sessionId: string
  /** It is new. */
  readonly begins: NewSession | null
  readonly radius: RadiusRecord
  /** False: only the times and counters of `radius` have changed, which stand in a row of their own. */
  readonly isMoreTold: boolean
  /** What the grid shows, when that has changed. */
  readonly shown: Pick<Session, 'userId' | 'clientAddress' | 'loggedOnAt'> | null
  /** It is proved to be over, since then. */
  readonly endsAt: Date | null
}

export type AccountingBatch = {
  readonly at: Date
  readonly steps: readonly AccountingStep[]
  readonly restarts: readonly NasRestart[]
  /** For new sessions, as `register` goes by them. */
  readonly rules?: RegistrationRules
}

/** What a step did: `ended`: the session was open until then; `proved`: it was closing, and is closed. */
export type AccountingOutcome = {
  readonly sessionId: string
  readonly did: 'kept' | 'ended' | 'proved'
  /** Of the deliveries that are verified by it. */
  readonly closureIds: readonly string[]
  /** Of a new session. With `hold` it must be closed: its NAS has let the user in already. */
  readonly cameBack?: CameBack
  readonly hold?: Hold
}

/** What RADIUS accounting tells, as it is remembered. */
export interface AccountingStore {
  /** The sessions that these are, as `sessionByHandle` finds them, and when their NASes restarted last. At most 1,000 of each. */
  knownToAccounting(
    sessions: readonly Pick<Session, 'sourceId' | 'handle'>[],
    nases: readonly NasOfSource[],
  ): Promise<{ readonly sessions: readonly KnownSession[]; readonly restarts: readonly NasRestart[] }>
  /**
   * All of it in one transaction, in the order given. A new session whose handle is open already is taken for that one. An
   * open session that ends is closed with the ending `source`; one that was closing is closed, and its deliveries are verified.
   * An earlier restart than the known one is passed over; a later one is unfinished.
   * New sessions are judged by the rules, and registered all the same.
   */
  keepAccounting(batch: AccountingBatch): Promise<readonly AccountingOutcome[]>
  /** By the ids of the sessions; those that accounting knows nothing of are left out. */
  radiusOfSessions(sessionIds: readonly string[]): Promise<ReadonlyMap<string, RadiusRecord>>
  /** Of one NAS those that are open or closing, oldest first, after that one. */
  sessionsOfNas(nas: NasOfSource, afterId: string | null, limit: number): Promise<readonly KnownSession[]>
  /** Of these those that are closing while their NAS says that they go on, and when it last said so. At most 1,000. */
  stillOnline(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Date>>
  /** How many sessions of each of these closures are so; those without any are left out. */
  countStillOnline(closureIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  unfinishedRestarts(): Promise<readonly NasRestart[]>
  /** What it ends is ended. A later restart of that NAS stays unfinished. */
  finishRestart(restart: NasRestart): Promise<void>
  /** Ids of sessions that are closing and have not been heard of for as long as their NAS may be silent. */
  silentClosing(now: Date, limit: number): Promise<readonly string[]>
}
