import { CurfewError, kindsBeyondRefusal } from '@curfew/contract'
import { addressesIn, contains, parseRange } from './address-range.ts'
import type { Actor } from './closing.ts'
import { type NewSession, ownSource, type Session } from './session.ts'

/** User ids are compared as they are stored, case and all; addresses are canonical. */
export type HoldSubject =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'user-at-source'; readonly userId: string; readonly sourceId: string; readonly source: string }
  | { readonly kind: 'address'; readonly address: string }

/** Somebody is kept out until `endsAt`, by the server's clock, or until it is lifted. */
export type Hold = {
  readonly id: string
  readonly subject: HoldSubject
  /** For the audit. */
  readonly reason: string
  readonly messageToUser: string | null
  /** Null: no administrator. */
  readonly heldBy: Actor | null
  readonly createdAt: Date
  readonly endsAt: Date
  readonly liftedAt: Date | null
  readonly liftedBy: Actor | null
  /** The closure that it was ordered with. */
  readonly closureId: string | null
}

/** Who wants in, from where. */
export type Comer = Pick<Session, 'userId' | 'sourceId' | 'clientAddress'>

/** From its beginning on, up to its end and not at it. */
export function isInForce({ liftedAt, endsAt }: Pick<Hold, 'liftedAt' | 'endsAt'>, now: Date): boolean {
  return liftedAt === null && now.getTime() < endsAt.getTime()
}

export function keepsOut({ subject }: Pick<Hold, 'subject'>, comer: Comer): boolean {
  if (subject.kind === 'user') return subject.userId === comer.userId
  if (subject.kind === 'user-at-source') return subject.userId === comer.userId && subject.sourceId === comer.sourceId
  const network = parseRange(subject.address)
  if (network === null) return false
  return addressesIn(comer.clientAddress).some((text) => {
    const address = parseRange(text)
    return address !== null && contains(network, address)
  })
}

/** The hold that keeps somebody out for longest; null: they may come in. */
export function holdOn(holds: readonly Hold[], comer: Comer, now: Date): Hold | null {
  return holds
    .filter((hold) => isInForce(hold, now) && keepsOut(hold, comer))
    .reduce<Hold | null>((longest, hold) => (longest && longest.endsAt >= hold.endsAt ? longest : hold), null)
}

/** Clocks of NASes, and packets on their way: better one more that is closed than one that slips by. */
export const slackMs = 10_000

/** Whether somebody who was in at that time was kept out then. */
export function wasMadeBy({ createdAt }: Pick<Hold, 'createdAt'>, at: Date): boolean {
  return createdAt.getTime() - slackMs <= at.getTime()
}

/** The hold that keeps a new session out; null: none does. Open sessions are not touched, however late they are told of. */
export function holdOnNew(
  holds: readonly Hold[],
  session: Comer & Pick<NewSession, 'isExemptFromHolds' | 'goesOnSince'>,
  now: Date,
): Hold | null {
  if (session.isExemptFromHolds) return null
  const { goesOnSince } = session
  const concerned = goesOnSince ? holds.filter((hold) => wasMadeBy(hold, goesOnSince)) : holds
  return holdOn(concerned, session, now)
}

/**
 * Whether a session that is kept out can be refused where it begins. A NAS tells of its sessions when they have begun: such a
 * one is registered, and closed at once.
 */
export function canBeRefused({ kind, sourceId }: Pick<Session, 'kind' | 'sourceId'>): boolean {
  return sourceId === ownSource.id || !kindsBeyondRefusal.includes(kind)
}

/** What whoever is kept out is told; never by whom, nor the reason that is meant for the audit. */
export function refusalInWords({ endsAt, messageToUser }: Pick<Hold, 'endsAt' | 'messageToUser'>): string {
  return `New sessions are refused until ${endsAt.toISOString()}.${messageToUser === null ? '' : ` ${messageToUser}`}`
}

export function heldError(hold: Hold): CurfewError {
  const detail = `${refusalInWords(hold)} Nobody was logged on.`
  const { messageToUser } = hold
  const heldUntil = hold.endsAt.toISOString()
  return new CurfewError('held', detail, { heldUntil, ...(messageToUser !== null && { messageToUser }) })
}
