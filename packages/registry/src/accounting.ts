import type {
  AccountingBatch,
  AccountingOutcome,
  AccountingStep,
  KnownSession,
  NasRestart,
  RadiusRecord,
} from './accounting-ports.ts'
import { type Registered, returnsOf, rulesOf } from './held.ts'
import { type Hold, holdOn } from './hold.ts'
import type { Change, RegistryPorts, Settings } from './ports.ts'
import { isMoreTold, newRadiusSession, shownOf } from './radius-rules.ts'
import type { Source } from './source.ts'

/** What a packet made of a session, as it is decided where RADIUS is spoken. */
export type Heard = {
  readonly source: Source
  readonly handle: string
  /** Undefined: it is new. */
  readonly known: KnownSession | undefined
  readonly radius: RadiusRecord
  readonly is: 'going-on' | 'still-online' | 'over'
}

/** The session of a new row, as it is known until it is read again. */
export type Kept = { readonly step: AccountingStep; readonly known: KnownSession }

/** What to keep of it; and the session as the next packet of the same batch has to know it. */
export function stepOf({ clock, newId }: Pick<RegistryPorts, 'clock' | 'newId'>, heard: Heard): Kept {
  const { source, handle, known, radius, is } = heard
  const now = clock()
  const begins = known ? null : newRadiusSession(source, { id: newId(), handle }, radius, now)
  const before = known ?? begins
  if (!before) throw new Error('A session is known or new')
  const shown = shownOf(radius, now)
  const isShownSo =
    before.userId === shown.userId &&
    before.clientAddress === shown.clientAddress &&
    before.loggedOnAt.getTime() === shown.loggedOnAt.getTime()
  const endsAt = is === 'over' && radius.end ? within(shown.loggedOnAt, radius.end.at, now) : null
  const { id, sourceId, status, idleLimitSeconds } = before
  return {
    step: {
      sessionId: id,
      begins,
      radius,
      isMoreTold: known === undefined || isMoreTold(known.radius, radius),
      shown: isShownSo ? null : shown,
      endsAt,
    },
    known: {
      id,
      sourceId,
      handle,
      ...shown,
      idleLimitSeconds,
      status: endsAt ? 'closed' : status,
      endedAt: known?.endedAt ?? endsAt,
      closureId: known?.closureId ?? null,
      radius,
    },
  }
}

/** What was heard of sessions, with what is kept of it. */
export type AllKept = readonly (Kept & { readonly heard: Heard })[]

/** What a batch of accounting told, to be kept in one transaction. Who comes back after a closure is marked. */
export function accountingBatch(
  kept: AllKept,
  restarts: readonly NasRestart[],
  at: Date,
  settings: () => Settings,
): AccountingBatch {
  const steps = kept.map(({ step }) => step)
  // Of most packets nothing is new.
  return { at, steps, restarts, ...(steps.some(({ begins }) => begins) && { rules: rulesOf(settings(), at) }) }
}

/** What is new once a batch is kept. */
export type AccountingNews = {
  /** For the pages; null: nothing that they show. */
  readonly change: Change | null
  /** Sessions that holds keep out: their NAS has let them in, so they are kept, and must be closed (`closeHeld`). */
  readonly held: readonly Registered[]
}

/**
 * @param outcomes of the steps of these, in their order
 * @param holds those in force
 */
export function accountingNews(
  kept: AllKept,
  outcomes: readonly AccountingOutcome[],
  at: Date,
  holds: () => readonly Hold[],
): AccountingNews {
  const registered = kept.flatMap(({ step: { begins, endsAt } }, index): Registered[] => {
    const outcome = outcomes[index]
    return begins && !endsAt && outcome ? [{ ...outcome, session: begins }] : []
  })
  const changed = kept.filter(({ step, heard }) => !step.begins && (step.shown || heard.is === 'still-online'))
  const ended = outcomes.filter(({ did }) => did === 'ended')
  // What was closing ended before; now it is proved, and what it ended by stays.
  const proved = outcomes.filter(({ did }) => did === 'proved')
  const began = registered.length
  const { cameBack, closureIds = [] } = returnsOf(registered)
  const change = {
    ...(began > 0 && { began }),
    ended: ended.map(({ sessionId }) => ({ id: sessionId, ending: 'source' as const })),
    changed: [...changed.map(({ known }) => known.id), ...proved.map(({ sessionId }) => sessionId)],
    closureIds: Array.from(new Set([...closuresOf(outcomes, changed), ...closureIds])),
    ...(cameBack && { cameBack }),
  }
  return {
    change: began + changed.length + ended.length + proved.length > 0 ? change : null,
    held: [...registered.filter(({ hold }) => hold), ...renamedUnderHolds(changed, at, holds)],
  }
}

/**
 * Keep what a batch of accounting told, and let the pages know: for who decides alone upon a store. Where packets of many come, they
 * are decided in the transaction that keeps them.
 *
 * @returns sessions that holds keep out
 * @throws CurfewError `store-unavailable`: nothing was kept
 */
export async function keepAccounting(
  { store, changes, clock }: Pick<RegistryPorts, 'store' | 'changes' | 'clock'>,
  kept: AllKept,
  restarts: readonly NasRestart[],
): Promise<readonly Registered[]> {
  const at = clock()
  const [settings, holds] = await Promise.all([store.settings(), store.holdsInForce(at)])
  const outcomes = await store.keepAccounting(accountingBatch(kept, restarts, at, () => settings))
  const { change, held } = accountingNews(kept, outcomes, at, () => holds)
  if (change) changes.announce(change)
  return held
}

/** Only now their NAS says who they are, or where. */
function renamedUnderHolds(changed: readonly Kept[], now: Date, inForce: () => readonly Hold[]): readonly Registered[] {
  const renamed = changed.filter(({ step, known }) => step.shown && !step.endsAt && known.status === 'active')
  if (renamed.length === 0) return []
  const holds = inForce()
  return renamed.flatMap(({ known }): Registered[] => {
    const hold = holdOn(
      holds.filter(({ createdAt }) => createdAt <= known.loggedOnAt),
      known,
      now,
    )
    const session = { kind: 'radius', sourceId: known.sourceId, superAdminCredentials: false } as const
    return hold ? [{ sessionId: known.id, hold, session }] : []
  })
}

/** Whether it is closed or still online belongs on the page of the closure that it is part of. */
function closuresOf(outcomes: readonly AccountingOutcome[], changed: readonly Kept[]): string[] {
  const proved = outcomes.flatMap(({ closureIds }) => closureIds)
  return Array.from(new Set([...proved, ...changed.flatMap(({ known }) => known.closureId ?? [])]))
}

/**
 * Sessions that were closed and whose NAS has been silent about them for as long as it may be: they are over, and what their
 * receipts say stays as it is.
 *
 * @returns how many
 */
export async function closeSilent(ports: Pick<RegistryPorts, 'store' | 'changes' | 'clock'>): Promise<number> {
  const ids = await ports.store.silentClosing(ports.clock(), 1_000)
  if (ids.length === 0) return 0
  await ports.store.confirmClosed(ids)
  ports.changes.announce({ changed: ids })
  return ids.length
}

function within(earliest: Date, at: Date, latest: Date): Date {
  const notTooLate = at < latest ? at : latest
  return notTooLate > earliest ? notTooLate : earliest
}
