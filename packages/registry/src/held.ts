import { closeByPolicy } from './close-by-policy.ts'
import type { ExecutionPorts } from './execute.ts'
import { canBeRefused, type Hold, holdOn, refusalInWords, slackMs, wasMadeBy } from './hold.ts'
import { isListed } from './listed.ts'
import { allListed, type SessionPageOf } from './listing.ts'
import type { Change, RegistryPorts, Settings } from './ports.ts'
import type { NewSession, Registration, RegistrationRules, Session } from './session.ts'

export type ClosingPorts = ExecutionPorts & Pick<RegistryPorts, 'channels'>

/** A session that has begun, and what it was found to be: somebody who came back, or whom a hold should have kept out. */
export type Registered = Pick<Extract<Registration, { outcome: 'registered' }>, 'sessionId' | 'cameBack' | 'hold'> & {
  readonly session: Pick<NewSession, 'kind' | 'sourceId' | 'superAdminCredentials' | 'isExemptFromHolds'>
}

export function rulesOf({ cameBackWithinSeconds }: Settings, now: Date): RegistrationRules {
  return { now, cameBackWithinMs: cameBackWithinSeconds * 1000 }
}

/** Who came back, as the pages are told. Those of their closures change, too. */
export function returnsOf(registered: readonly Registered[]): Pick<Change, 'cameBack' | 'closureIds'> {
  const cameBack = registered.flatMap(({ sessionId, cameBack: back, session }) =>
    back && isListed(session) ? [{ id: sessionId, closureId: back.closureId, afterMs: back.afterMs }] : [],
  )
  if (cameBack.length === 0) return {}
  return { cameBack, closureIds: Array.from(new Set(cameBack.map(({ closureId }) => closureId))) }
}

/**
 * Close those that a hold keeps out and that could not be refused. One closure for each hold: it says which.
 *
 * @throws CurfewError `store-unavailable`: they are still open; `resumeHeld` closes them
 */
export async function closeHeld(ports: ClosingPorts, registered: readonly Registered[]): Promise<void> {
  const held = registered.flatMap(({ sessionId, hold, session }) =>
    // One that is exempt goes on.
    hold && !session.isExemptFromHolds && !canBeRefused(session) ? [{ id: sessionId, hold }] : [],
  )
  for (const sessions of Map.groupBy(held, ({ hold }) => hold.id).values()) {
    const hold = sessions[0]?.hold
    if (hold) await closeByPolicy(ports, { ...whyHeld(hold), sessions })
  }
}

const pageSize = 1_000

/**
 * Close what began under a hold and was not closed then, because the process or the store had gone meanwhile.
 *
 * @returns how many were found
 */
export async function resumeHeld(ports: ClosingPorts): Promise<number> {
  const now = ports.clock()
  const holds = await ports.store.holdsInForce(now)
  if (holds.length === 0) return 0
  const since = new Date(Math.min(...holds.map(({ createdAt }) => createdAt.getTime())) - slackMs)
  const filters = [
    { field: 'kind', operator: 'equals', value: 'radius' },
    { field: 'loggedOnAt', operator: 'from', value: since },
  ] as const
  const sort = [{ field: 'loggedOnAt', descending: false }] as const
  let count = 0
  let cursor: string | null = null
  do {
    const request = { scope: allListed, filters, now, sort, limit: pageSize, cursor }
    const page: SessionPageOf = await ports.store.page(request)
    const found = page.items.flatMap((session) => heldSince(holds, session, now))
    await closeHeld(ports, found)
    count += found.length
    cursor = page.nextCursor
  } while (cursor !== null)
  return count
}

function heldSince(holds: readonly Hold[], session: Session, now: Date): Registered[] {
  if (session.status === 'closing') return []
  const made = holds.filter((hold) => wasMadeBy(hold, session.loggedOnAt))
  const hold = holdOn(made, session, now)
  return hold ? [{ sessionId: session.id, hold, session }] : []
}

function whyHeld(hold: Hold) {
  const reason = `A hold keeps them out${hold.reason === '' ? '' : `: ${hold.reason}`}`
  return { reason, reasonKind: 'policy', actor: null, messageToUser: refusalInWords(hold) } as const
}
