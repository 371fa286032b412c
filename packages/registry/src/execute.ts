import { CurfewError, mostHeldSessions, mostHeldUsers } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import { carryingOut } from './carrying-out.ts'
import type { Actor, Closure, NewClosure, Plan } from './closing.ts'
import { batchSize, type EndingPorts, endSessions } from './end.ts'
import type { HoldSubject } from './hold.ts'
import { holdsWith } from './holds.ts'
import { planForClosure } from './plan.ts'
import type { RegistryPorts } from './ports.ts'
import { awaitProof, guardedSources } from './proof.ts'
import type { Session } from './session.ts'

export type ExecutionPorts = EndingPorts & Pick<RegistryPorts, 'refusedByGuards'>

/** Left out: an administrator's decision, and no texts by language. */
export type ClosureOrder = Pick<NewClosure, 'planId' | 'reason' | 'messageToUser'> &
  Partial<Pick<NewClosure, 'reasonKind' | 'messagesToUser'>> & {
    /** Keep out for so long whom it closes. */
    readonly hold?: { readonly kind: HoldSubject['kind']; readonly seconds: number } | undefined
  }

/**
 * End a plan's sessions and queue a logoff to every recipient.
 *
 * Resolves once all of them are ended and their deliveries stored, in transactions of 1,000; delivery happens later, so a
 * slow recipient never delays the administrator. The actor's own session comes last. Sessions that have ended already are
 * counted, not refused. Repeating it answers with the same closure, and so does calling it twice at once.
 *
 * @param signal of the command that this is; looked at between transactions. Ending the actor's own session does not fire it
 * @throws CurfewError `not-found`, `plan-expired`: nothing was closed
 * @throws CurfewError `session-closed`: the signal fired; the closure is interrupted, and the error says how far it went
 * @throws CurfewError `store-unavailable`: nothing of the current batch was closed; repeating is safe and goes on from there
 */
export async function executePlan(
  ports: ExecutionPorts,
  order: ClosureOrder,
  actor: Actor | null,
  signal: AbortSignal,
): Promise<Closure> {
  const { plan } = await planForClosure(ports, order.planId, actor)
  const known = plan.closureId === null ? undefined : await ports.store.closureById(plan.closureId)
  return carryOut(ports, known ?? (await startClosure(ports, plan, order, actor)), plan, signal)
}

/**
 * Finish the closures that a crash or a failing store left behind, oldest first; those that are being carried out here are
 * left to whoever ordered them. To be called at every start; until it resolves everything else goes on as usual.
 *
 * @returns how many were finished
 */
export async function resumeClosures(ports: ExecutionPorts): Promise<number> {
  const unfinished = await ports.store.unfinishedClosures()
  const uninterrupted = new AbortController().signal
  let finished = 0
  for (const closure of unfinished) {
    const plan = await ports.store.planById(closure.planId)
    if (!plan || carryingOut(ports.store).has(closure.id)) continue
    await carryOut(ports, closure, plan, uninterrupted)
    finished += 1
  }
  return finished
}

async function carryOut(ports: ExecutionPorts, closure: Closure, plan: Plan, signal: AbortSignal): Promise<Closure> {
  if (closure.state !== 'closing') return closure
  return carryingOut(ports.store).join(closure.id, () => goThrough(ports, closure, plan, signal))
}

async function startClosure(
  ports: ExecutionPorts,
  plan: Plan,
  order: ClosureOrder,
  actor: Actor | null,
): Promise<Closure> {
  const id = ports.newId()
  const { reason, reasonKind = 'administrator', messageToUser, messagesToUser = {} } = order
  const detail = { planId: plan.id, planned: plan.count, reason, reasonKind }
  const audit = auditEntry(ports, actor, 'closure-ordered', id, detail)
  const why = { reasonKind, reason, messageToUser, messagesToUser }
  const closure = { id, planId: plan.id, ...why, closedBy: actor, orderedAt: ports.clock() }
  if (!order.hold) return ports.store.startClosure(closure, [audit])
  const held = holdsWith(ports, closure, order.hold, await sessionsToHold(ports, plan))
  const started = await ports.store.startClosure(closure, [audit, ...held.audit], held.holds)
  ports.changes.announce({ holds: true })
  return started
}

/** @throws CurfewError `invalid-request`: more than anybody means to keep out; nothing was closed */
async function sessionsToHold({ store }: Pick<ExecutionPorts, 'store'>, { id, count, userCount }: Plan) {
  if (count <= mostHeldSessions && userCount <= mostHeldUsers) return store.plannedSessions(id, 0, count)
  const message = `a closure can keep out at most ${mostHeldUsers} users of ${mostHeldSessions} sessions`
  throw new CurfewError('invalid-request', `The request cannot be carried out: hold: ${message}. Nothing was closed.`, {
    errors: [{ path: 'hold', message }],
  })
}

async function goThrough(ports: ExecutionPorts, begun: Closure, plan: Plan, signal: AbortSignal): Promise<Closure> {
  // Whoever began it may have gone further since it was read.
  const closure = await read(ports, begun)
  if (closure.state !== 'closing') return closure
  let { position } = closure
  let sessions = await plannedAt(ports, closure, position)
  for (;;) {
    if (signal.aborted) throw whileClosing(await interrupt(ports, closure, plan), signal)
    const next = Math.min(position + batchSize, closure.planned)
    const isLast = next >= closure.planned
    // Those that come next are read while these are written.
    const [ahead] = await Promise.all([
      isLast ? [] : plannedAt(ports, closure, next),
      closeBatch(ports, { closure, plan, sessions, position: next, isLast, except: signal }),
    ])
    if (isLast) break
    sessions = ahead
    position = next
  }
  awaitGuards(ports, closure, plan)
  return read(ports, closure)
}

async function plannedAt({ store }: Pick<ExecutionPorts, 'store'>, { planId, planned }: Closure, position: number) {
  const limit = Math.min(batchSize, planned - position)
  return limit > 0 ? store.plannedSessions(planId, position, limit) : []
}

type Batch = {
  readonly closure: Closure
  readonly plan: Plan
  readonly sessions: readonly Session[]
  /** Where the closure stands after it. */
  readonly position: number
  readonly isLast: boolean
  readonly except: AbortSignal
}

async function closeBatch(
  ports: ExecutionPorts,
  { closure, plan, sessions, position, isLast, except }: Batch,
): Promise<void> {
  const at = ports.clock()
  const after: Completion = isLast
    ? completion(ports, 'done', plan, at)
    : { state: 'closing', completedAt: null, refusedEverywhereAt: null }
  await endSessions(ports, { sessions, ending: 'closure', at, closure, progress: { position, ...after }, except })
}

async function interrupt(ports: ExecutionPorts, begun: Closure, plan: Plan): Promise<Closure> {
  const at = ports.clock()
  const closure = await read(ports, begun)
  const { id, position, closed, closedBy } = closure
  const progress = { position, ...completion(ports, 'interrupted', plan, at) }
  const audit = [auditEntry(ports, closedBy, 'closure-interrupted', id, { closed })]
  await endSessions(ports, { sessions: [], ending: 'closure', at, closure, progress, audit })
  awaitGuards(ports, closure, plan)
  return read(ports, closure)
}

type Completion = Pick<Closure, 'state' | 'completedAt' | 'refusedEverywhereAt'>

function completion(ports: ExecutionPorts, state: Closure['state'], plan: Plan, at: Date): Completion {
  const isDecidedHere = guardedSources(ports, plan).length === 0
  return { state, completedAt: at, refusedEverywhereAt: isDecidedHere ? at : null }
}

/** Nobody waits here. If it cannot be noted the closure stays without its proof, which is what the page then says. */
function awaitGuards(ports: ExecutionPorts, { id }: Closure, plan: Plan): void {
  const sourceIds = guardedSources(ports, plan)
  if (sourceIds.length > 0) awaitProof(ports, id, sourceIds)
}

async function read({ store }: Pick<ExecutionPorts, 'store'>, closure: Closure): Promise<Closure> {
  return (await store.closureById(closure.id)) ?? closure
}

function whileClosing({ closed, planned }: Closure, { reason }: AbortSignal): CurfewError {
  const { farewell, command } = reason instanceof CurfewError ? reason.extra : {}
  const detail = `${closed} of ${planned} sessions were closed; the others were not touched.`
  const name = command?.name ?? 'Close Sessions'
  return new CurfewError('session-closed', `Your session was closed while ${name} was running. ${detail}`, {
    ...(farewell ? { farewell } : {}),
    command: { name, effect: closed > 0 ? 'partly' : 'none', detail },
  })
}
