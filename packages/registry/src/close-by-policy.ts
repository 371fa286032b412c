import type { ReasonKind, TextsByLanguage } from '@curfew/contract'
import type { Actor, Closure } from './closing.ts'
import { type ExecutionPorts, executePlan } from './execute.ts'
import { asOf, isOpen } from './limits.ts'
import { isListed } from './listed.ts'
import { allListed } from './listing.ts'
import { createPlan } from './plan.ts'
import type { RegistryPorts } from './ports.ts'
import type { Session } from './session.ts'

/** A closure that no administrator picked the sessions of. */
export type PolicyOrder = {
  /** However many; those that are not listed, or have ended, are left alone. */
  readonly sessions: readonly Pick<Session, 'id'>[]
  /** For the audit and the closure's page: what asked for it, in words. */
  readonly reason: string
  readonly reasonKind: ReasonKind
  /** Null: no administrator. */
  readonly actor: Actor | null
  /** For the users, whatever language they read; left out: nothing. */
  readonly messageToUser?: string | null
  readonly messagesToUser?: TextsByLanguage
}

/**
 * Close sessions because a rule, a signal from elsewhere or this system says so. The same door as an administrator's
 * closure: planned, stored first, told second, proved third, and in the audit.
 *
 * @returns the closure; null: none of the sessions is open here, and nothing was stored
 * @throws CurfewError `store-unavailable`: repeating is safe
 */
export async function closeByPolicy(
  ports: ExecutionPorts & Pick<RegistryPorts, 'channels'>,
  { sessions, reason, reasonKind, actor, messageToUser = null, messagesToUser = {} }: PolicyOrder,
): Promise<Closure | null> {
  const sessionIds = await openOnes(ports, Array.from(new Set(sessions.map(({ id }) => id))))
  if (sessionIds.length === 0) return null
  const { plan } = await createPlan(ports, { sessionIds }, actor, allListed)
  if (plan.count === 0) return null
  const order = { planId: plan.id, reason, reasonKind, messageToUser, messagesToUser }
  return executePlan(ports, order, actor, new AbortController().signal)
}

const mostAtOnce = 1_000

async function openOnes({ store, clock }: Pick<RegistryPorts, 'store' | 'clock'>, ids: readonly string[]) {
  const open: string[] = []
  for (let begin = 0; begin < ids.length; begin += mostAtOnce) {
    const found = await store.sessionsByIds(ids.slice(begin, begin + mostAtOnce))
    open.push(...found.filter((session) => isListed(session) && isOpen(asOf(session, clock()))).map(({ id }) => id))
  }
  return open
}
