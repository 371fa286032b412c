import { type SessionKind, sessionKinds } from '@curfew/contract'
import { compareText, type NewPlan, type Plan, type Session } from '@curfew/registry'

/** What a plan says besides its sessions: how the selection was made, and what of it is not there to be closed. */
export type PlanFacts = Omit<Plan, 'id' | 'actor' | 'isMatching' | 'createdAt' | 'expiresAt' | 'closureId'>

export function planOf(asked: NewPlan, facts: PlanFacts): Plan {
  const { id, actor, now, expiresAt, selection } = asked
  return { id, actor, isMatching: 'filters' in selection, ...facts, createdAt: now, expiresAt, closureId: null }
}

/** Count what closing these open sessions would hit. */
export function factsOf(
  sessions: readonly Session[],
  actor: NewPlan['actor'],
  others: Pick<PlanFacts, 'alreadyClosed' | 'notFound'>,
): PlanFacts {
  const kinds = new Map<SessionKind, number>()
  const sources = new Map<string, { sourceId: string; source: string; count: number }>()
  const users = new Set<string>()
  for (const { kind, sourceId, source, userId } of sessions) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const key = JSON.stringify([sourceId, source])
    sources.set(key, { sourceId, source, count: (sources.get(key)?.count ?? 0) + 1 })
    users.add(userId)
  }
  return {
    ...others,
    count: sessions.length,
    byKind: sessionKinds.map((kind) => ({ kind, count: kinds.get(kind) ?? 0 })).filter(({ count }) => count > 0),
    bySource: Array.from(sources.values()).sort(
      (one, other) => compareText(one.sourceId, other.sourceId) || compareText(one.source, other.source),
    ),
    users: Array.from(users).sort(compareText).slice(0, 5),
    userCount: users.size,
    includesOwnSession: sessions.some(({ id }) => id === actor?.sessionId),
    commandsInFlight: sessions.filter(({ command }) => command !== null).length,
  }
}
