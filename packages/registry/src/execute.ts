import { CurfewError } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor, Closure, EndingBatch, NewClosure, Plan } from './closing.ts'
import { batchSize, type EndingPorts, endSessions } from './end.ts'
import type { HoldSubject } from './hold.ts'
import { holdsWith, mostHeldSessions, mostHeldUsers } from './holds.ts'
import { planForClosure } from './plan.ts'
import type { RegistryPorts, RegistryStore } from './ports.ts'
import { awaitProof, guardedSources } from './proof.ts'

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
    if (!plan || underWay.get(ports.store)?.has(closure.id)) continue
    await carryOut(ports, closure, plan, uninterrupted)
    finished += 1
  }
  return finished
}

/** Closures that are being carried out here: whoever orders one again waits for the same end. */
const underWay = new WeakMap<RegistryStore, Map<string, Promise<Closure>>>()

async function carryOut(ports: ExecutionPorts, closure: Closure, plan: Plan, signal: AbortSignal): Promise<Closure> {
  if (closure.state !== 'closing') return closure
  const all = underWay.get(ports.store) ?? new Map<string, Promise<Closure>>()
  underWay.set(ports.store, all)
  const known = all.get(closure.id)
  if (known) return known
  const running = goThrough(ports, closure, plan, signal).finally(() => all.delete(closure.id))
  all.set(closure.id, running)
  return running
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
  let closure = await read(ports, begun)
  while (closure.state === 'closing') {
    if (signal.aborted) throw whileClosing(await interrupt(ports, closure, plan), signal)
    closure = await closeBatch(ports, closure, plan, signal)
  }
  return closure
}

async function closeBatch(ports: ExecutionPorts, closure: Closure, plan: Plan, except: AbortSignal): Promise<Closure> {
  const { position, planned } = closure
  const limit = Math.min(batchSize, planned - position)
  const sessions = limit > 0 ? await ports.store.plannedSessions(plan.id, position, limit) : []
  const at = ports.clock()
  const isLast = position + limit >= planned
  const progress: EndingBatch['progress'] = {
    position: position + limit,
    ...(isLast
      ? completion(ports, 'done', plan, at)
      : { state: 'closing', completedAt: null, refusedEverywhereAt: null }),
  }
  await endSessions(ports, { sessions, ending: 'closure', at, closure, progress, except })
  if (isLast) awaitGuards(ports, closure, plan)
  return read(ports, closure)
}

async function interrupt(ports: ExecutionPorts, closure: Closure, plan: Plan): Promise<Closure> {
  const at = ports.clock()
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
