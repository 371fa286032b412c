import type { Channel } from '@curfew/contract'
import { nextAttempt } from './advance.ts'
import type { Delivery, DeliveryStep } from './closing.ts'
import { farewellOf } from './farewell.ts'
import type { Logoff, LogoffChannel, RegistryPorts, TellOutcome } from './ports.ts'
import { receiptFor } from './receipts.ts'

/** Whoever is told through these proves by a receipt, some time later, that it heard. */
const givenBack: ReadonlySet<Channel> = new Set(['event-stream', 'guard-feed'])

/**
 * What the channels need to carry these deliveries, in no order. Left out: those whose session is forgotten, and with them
 * nobody is left to be told.
 */
export async function readLogoffs(
  { store }: Pick<RegistryPorts, 'store'>,
  deliveries: readonly Delivery[],
): Promise<readonly Logoff[]> {
  const sessions = await store.sessionsByIds(unique(deliveries.map(({ sessionId }) => sessionId)))
  const closureIds = unique(deliveries.flatMap(({ closureId }) => closureId ?? []))
  const closures = await Promise.all(closureIds.map((id) => store.closureById(id)))
  const sessionById = new Map(sessions.map((session) => [session.id, session]))
  const closureById = new Map(closures.flatMap((closure) => (closure ? [[closure.id, closure]] : [])))
  const logoffs = deliveries.map(async (delivery): Promise<Logoff[]> => {
    const session = sessionById.get(delivery.sessionId)
    if (!session) return []
    const closure = closureById.get(delivery.closureId ?? '')
    const receipt = givenBack.has(delivery.channel) ? await receiptFor(store, delivery.id) : ''
    return [{ delivery, session, farewell: farewellOf(session, closure), receipt, ...(closure && { closure }) }]
  })
  return (await Promise.all(logoffs)).flat()
}

/**
 * Let a channel carry logoffs once.
 *
 * @param channel undefined: nothing here speaks to such recipients
 * @returns one outcome for each, in the order given; never rejects
 */
export async function tellOnce(
  channel: LogoffChannel | undefined,
  logoffs: readonly Logoff[],
  onError: (error: unknown) => void,
): Promise<readonly TellOutcome[]> {
  if (!channel) return logoffs.map(() => unreachable('Nothing here can tell this recipient.'))
  try {
    const outcomes = await channel.tell(logoffs)
    return logoffs.map((_, index) => outcomes[index] ?? unreachable('The channel gave no answer about it.'))
  } catch (error) {
    onError(error)
    return logoffs.map(() => unreachable('The channel failed while it was told.'))
  }
}

/** @param chance from 0 up to but not 1: spreads those that failed together */
export function stepAfter(
  { id, attempts, giveUpAt }: Delivery,
  outcome: TellOutcome,
  { begunAt, at, chance }: { readonly begunAt: Date; readonly at: Date; readonly chance: number },
): DeliveryStep {
  const tried = { deliveryId: id, begunAt, at, isAttempt: true, to: outcome.to }
  const again = () => {
    const nextAttemptAt = nextAttempt(attempts + 1, at, chance, giveUpAt)
    return { nextAttemptAt, isGivenUp: nextAttemptAt === null }
  }
  if (outcome.to === 'refused') return { ...tried, cause: outcome.cause, ...(outcome.isTransient ? again() : {}) }
  if (outcome.to !== 'unreachable') return tried
  const { cause, comesBack = false, isFinal = false } = outcome
  if (comesBack) return { ...tried, cause, nextAttemptAt: null }
  if (isFinal) return { ...tried, cause, nextAttemptAt: null, isGivenUp: true }
  return { ...tried, cause, ...again(), silence: { chance } }
}

/** The delivery of a session that is no longer remembered: nobody is left to be told. */
export function stepOfForgotten({ id }: Delivery, at: Date): DeliveryStep {
  const cause = 'The session is no longer remembered.'
  return { deliveryId: id, at, to: 'unreachable', nextAttemptAt: null, isGivenUp: true, cause }
}

function unreachable(cause: string): TellOutcome {
  return { to: 'unreachable', cause }
}

function unique(ids: readonly string[]): string[] {
  return Array.from(new Set(ids))
}
