import { CurfewError } from '@curfew/contract'
import type { Actor, Plan, Selection } from './closing.ts'
import type { Scope } from './listing.ts'
import type { LogoffChannel, RegistryPorts } from './ports.ts'
import { sourceOfRecipient } from './queue.ts'

const planLifetimeMs = 10 * 60_000
/** Above so many sessions, and for all that match, the password is asked for again. */
const mostWithoutPassword = 100

export type CannotBeTold = Awaited<ReturnType<NonNullable<LogoffChannel['cannotBeTold']>>>[number]

export type PlanReport = {
  readonly plan: Plan
  readonly cannotBeTold: readonly CannotBeTold[]
  readonly needsPassword: boolean
}

/**
 * Freeze a selection and say what closing it would hit. What may not be seen counts as not found, like nonsense.
 *
 * @param selection ids, or all that match as of now except some; what begins later is not in it
 */
export async function createPlan(
  ports: Pick<RegistryPorts, 'store' | 'channels' | 'clock' | 'newId'>,
  selection: Selection,
  actor: Actor | null,
  scope: Scope,
): Promise<PlanReport> {
  const now = ports.clock()
  const expiresAt = new Date(now.getTime() + planLifetimeMs)
  const plan = await ports.store.createPlan({ id: ports.newId(), selection, scope, actor, now, expiresAt })
  const reports = await Promise.all(ports.channels.map((channel) => unreachableThrough(channel, plan)))
  const said = reports.flat()
  const silent = (await silentOf(ports, plan)).filter(
    ({ recipient }) => !said.some((one) => one.recipient === recipient),
  )
  return { plan, cannotBeTold: [...said, ...silent], needsPassword: needsPassword(plan) }
}

/**
 * The plan that a closure is ordered for. One that is executed already is found for ever: its closure is the answer.
 *
 * @throws CurfewError `not-found`: there is none, or it was made in another session; `plan-expired`
 */
export async function planForClosure(
  { store, clock }: Pick<RegistryPorts, 'store' | 'clock'>,
  planId: string,
  actor: Actor | null,
): Promise<{ readonly plan: Plan; readonly needsPassword: boolean }> {
  const plan = await store.planById(planId)
  if (!plan || !isBy(actor, plan)) throw new CurfewError('not-found', 'There is no such plan. Nothing was closed.')
  if (plan.closureId === null && plan.expiresAt.getTime() <= clock().getTime()) {
    throw new CurfewError('plan-expired', 'The plan has expired. Nothing was closed; select the sessions again.')
  }
  return { plan, needsPassword: needsPassword(plan) }
}

function needsPassword({ isMatching, count, closureId }: Plan): boolean {
  return closureId === null && (isMatching || count > mostWithoutPassword)
}

/** By session, not only by user: which session is one's own, and so comes last, is part of the plan. */
function isBy(actor: Actor | null, plan: Plan): boolean {
  return plan.actor?.userId === actor?.userId && plan.actor?.sessionId === actor?.sessionId
}

/** A channel that cannot say so says nothing: what cannot be told is shown again when it was not told. */
async function unreachableThrough(channel: LogoffChannel, { bySource }: Plan): Promise<readonly CannotBeTold[]> {
  try {
    return (await channel.cannotBeTold?.(bySource)) ?? []
  } catch {
    return []
  }
}

/** Sources of which it is known that they do not answer: what is closed there is told when they do. */
async function silentOf({ store }: Pick<RegistryPorts, 'store'>, { bySource }: Plan): Promise<readonly CannotBeTold[]> {
  const open = (await store.recipientQueues()).filter(({ probeAt }) => probeAt !== null)
  return bySource.flatMap(({ sourceId, source, count }) => {
    const silent = open.map((queue) => ({ ...queue, ...sourceOfRecipient(queue.recipient) }))
    const [one, ...others] = silent.filter((queue) => queue.sourceId === sourceId)
    if (!one) return []
    const cause = one.part === null || one.part === source ? noAnswer : `${one.part} behind it has not answered`
    const more = others.length === 0 ? '' : `, nor have ${others.length} more`
    return { recipient: source, sessions: count, cause: cause + more, since: one.silentSince }
  })
}

const noAnswer = 'It has not answered'
