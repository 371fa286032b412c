import { confirmPassword } from '@curfew/access'
import { type HoldKind, type PlanRequest, parseFilters } from '@curfew/contract'
import {
  allListed,
  createPlan,
  executePlan,
  type HoldSubject,
  listClosures,
  listReceipts,
  planForClosure,
  readClosure,
  refusedEverywhereWithin,
  retryDeliveries,
  retryReceipt,
  type Selection,
  stillOnlineBehind,
} from '@curfew/registry'
import type { Routes } from '../call.ts'
import { readWait } from '../edge/prefer.ts'
import { readPage, readReceiptPage } from '../edge/search-query.ts'
import { sparingTheLast } from '../hold-at-logon.ts'
import type { RequestMetrics } from '../metrics.ts'
import type { ApiPorts } from '../ports.ts'
import { toClosureView, toPlanView, toReceiptView } from '../views.ts'

type Names =
  | 'createPlan'
  | 'executePlan'
  | 'listClosures'
  | 'readClosure'
  | 'listReceipts'
  | 'retryDeliveries'
  | 'retryReceipt'

/** Plan, close, prove. */
export const closureRoutes = (ports: ApiPorts, metrics: RequestMetrics): Pick<Routes, Names> => ({
  createPlan: async (c) => {
    const report = await createPlan(ports, toSelection(c.req.valid('json')), c.var.actor, allListed)
    return c.json(toPlanView(report), 201)
  },

  executePlan: async (c) => {
    const { session, actor } = c.var
    const { planId, password, messageToUser = null, ...why } = c.req.valid('json')
    const { plan, needsPassword } = await planForClosure(ports, planId, actor)
    if (needsPassword) {
      const { userId } = session
      await confirmPassword(ports, { userId, password: password ?? '', clientAddress: ports.clientAddress(c) })
    }
    if (why.hold && plan.closureId === null) await sparingThoseOf(ports, plan.id, why.hold.kind, actor.userId)
    const { id } = await ports.commands.run(session, 'Close Sessions', ({ signal }) =>
      executePlan(ports, { planId, messageToUser, ...why }, actor, signal),
    )
    // A plan that is executed again has the closure that it had.
    if (plan.closureId === null) metrics.countClosure()
    const waitSeconds = readWait(c)
    if (waitSeconds !== null) {
      await refusedEverywhereWithin(ports, id, waitSeconds * 1000, { signal: c.req.raw.signal })
      c.header('Preference-Applied', `wait=${waitSeconds}`)
    }
    return c.json(toClosureView(await readClosure(ports, id, allListed)), 202)
  },

  listClosures: async (c) => {
    const { items, nextCursor } = await listClosures(ports, { ...readPage(c), scope: allListed })
    return c.json({ items: items.map(toClosureView), nextCursor }, 200)
  },

  readClosure: async (c) => {
    return c.json(toClosureView(await readClosure(ports, c.req.param('id'), allListed)), 200)
  },

  listReceipts: async (c) => {
    const { items, nextCursor } = await listReceipts(ports, {
      ...readReceiptPage(c),
      closureId: c.req.param('id'),
      scope: allListed,
    })
    const stillOnline = await stillOnlineBehind(ports, items)
    return c.json({ items: items.map((receipt) => toReceiptView(receipt, stillOnline)), nextCursor }, 200)
  },

  retryReceipt: async (c) => {
    const receipt = await retryReceipt(ports, c.req.param('id'), c.var.actor)
    return c.json(toReceiptView(receipt, await stillOnlineBehind(ports, [receipt])), 202)
  },

  retryDeliveries: async (c) => {
    const report = await retryDeliveries(ports, c.req.param('id'), c.var.actor, allListed)
    return c.json(toClosureView(report), 202)
  },
})

/** A plan of more sessions cannot be held, and says so when it is carried out. */
async function sparingThoseOf(ports: ApiPorts, planId: string, kind: HoldKind, ownUserId: string): Promise<void> {
  if (kind === 'address') return
  const planned = await ports.store.plannedSessions(planId, 0, 1_000)
  const sessions = planned.filter(({ userId }) => userId !== ownUserId)
  const subjects = new Map(
    sessions.map(({ userId, sourceId, source }): [string, HoldSubject] =>
      kind === 'user' ? [userId, { kind, userId }] : [`${sourceId} ${userId}`, { kind, userId, sourceId, source }],
    ),
  )
  await sparingTheLast(ports, Array.from(subjects.values()))
}

function toSelection(request: PlanRequest): Selection {
  if ('sessionIds' in request) return { sessionIds: request.sessionIds }
  const entries = Object.entries(request.matching).flatMap(([field, texts]) =>
    (typeof texts === 'string' ? [texts] : texts).map((text) => [field, text] as const),
  )
  return { filters: parseFilters(entries), except: request.except }
}
