import type { Ending } from '@curfew/contract'
import { auditEntry } from './audit.ts'
import type { Actor, AuditEntry, Closure, EndingBatch } from './closing.ts'
import { farewellOf } from './farewell.ts'
import { isListed } from './listed.ts'
import type { RegistryPorts } from './ports.ts'
import { deliveriesFor } from './recipients.ts'
import { ownSource, type Session } from './session.ts'
import { isRevoked, signalDeliveries } from './signals/hearing.ts'
import type { Source } from './source.ts'

export type EndingPorts = Pick<RegistryPorts, 'store' | 'commands' | 'changes' | 'wakeDeliveries' | 'clock' | 'newId'>

export type EndOrder = {
  /** At most 1,000; those that have ended already are left as they are. */
  readonly sessions: readonly Session[]
  readonly ending: Ending
  readonly at: Date
  readonly closure?: Closure
  readonly progress?: NonNullable<EndingBatch['progress']>
  readonly audit?: readonly AuditEntry[]
  /** The signal of the command that ordered it; that command is left to give its answer. */
  readonly except?: AbortSignal
}

/**
 * Every end of a session goes through here, but for what RADIUS accounting reports as over: stored first, told second.
 *
 * One transaction ends the sessions and writes their deliveries; only then their commands are aborted, the delivery loop is
 * woken, and the pages hear that something changed.
 *
 * @returns those that were open until now, as they are after it
 * @throws CurfewError `store-unavailable`: nothing was ended and nobody was told; repeating is safe
 */
export async function endSessions(ports: EndingPorts, order: EndOrder): Promise<readonly Session[]> {
  const { sessions, ending, at, closure, progress, audit = [], except } = order
  const closureId = closure?.id ?? null
  const registered = await registeredSources(ports, sessions)
  const receivers = isRevoked(ending) ? await ports.store.signalReceivers() : []
  const endedIds = new Set(
    await ports.store.endSessions({
      ending,
      at,
      closureId,
      sessions: sessions.map((session) => ({
        sessionId: session.id,
        status: statusAfter(session, ending),
        deliveries: [
          ...deliveriesFor(session, registered.get(session.sourceId), ending, at, ports.newId),
          ...signalDeliveries(receivers, session, at, ports.newId),
        ],
      })),
      ...(progress ? { progress } : {}),
      audit,
    }),
  )
  const ended = sessions
    .filter(({ id }) => endedIds.has(id))
    .map((session): Session => ({ ...session, status: statusAfter(session, ending), ending, endedAt: at, closureId }))
  // Commands run here under sessions of Curfew's own, and no others.
  for (const session of ended.filter(({ sourceId }) => sourceId === ownSource.id))
    ports.commands.abort([session.id], farewellOf(session, closure), except)
  if (ended.length > 0) ports.wakeDeliveries()
  ports.changes.announce({
    ended: ended.filter(isListed).map(({ id }) => ({ id, ending })),
    closureIds: closure ? [closure.id] : [],
  })
  return ended
}

/** By id. Sessions may also live at sources that are not registered. */
async function registeredSources(
  { store }: Pick<EndingPorts, 'store'>,
  sessions: readonly Session[],
): Promise<ReadonlyMap<string, Source>> {
  const ids = new Set(sessions.map(({ sourceId }) => sourceId))
  ids.delete(ownSource.id)
  const sources = await Promise.all(Array.from(ids, (id) => store.sourceById(id)))
  return new Map(sources.flatMap((source) => (source ? [[source.id, source]] : [])))
}

/** A NAS may go on with a session after Curfew has ended it; only its own word closes it, or its silence. */
function statusAfter({ kind, sourceId }: Session, ending: Ending): 'closing' | 'closed' {
  const isNasDone = ending === 'source' || ending === 'source-silent'
  return kind === 'radius' && sourceId !== ownSource.id && !isNasDone ? 'closing' : 'closed'
}

/** Log off: the session that asks for it ends, and every tab of its browser is told. Once it has ended this does nothing. */
export async function endOwnSession(ports: EndingPorts, session: Session): Promise<void> {
  const { id, userId, firstName, lastName, kind } = session
  const audit = [auditEntry(ports, { userId, firstName, lastName, sessionId: id }, 'logged-off', id, { kind })]
  await endSessions(ports, { sessions: [session], ending: 'logoff', at: ports.clock(), audit })
}

/** At most so many in one transaction. */
export const batchSize = 1_000

/**
 * End the console and API sessions of an administrator, because of something that happened to the account.
 *
 * @param actor who did it; null when it was found out by itself
 * @param exceptSessionId the session that it was done with, which goes on
 * @returns how many were open until now
 */
export async function endSessionsOfUser(
  ports: EndingPorts,
  userId: string,
  ending: Ending,
  actor: Actor | null,
  exceptSessionId?: string,
): Promise<number> {
  const all = await ports.store.sessionsByUser(userId, ['security-console', 'api'])
  const sessions = all.filter(({ id, sourceId }) => sourceId === ownSource.id && id !== exceptSessionId)
  let count = 0
  for (let begin = 0; begin < sessions.length; begin += batchSize) {
    const batch = sessions.slice(begin, begin + batchSize)
    const audit = [auditEntry(ports, actor, 'sessions-ended', userId, { ending, sessions: batch.length })]
    count += (await endSessions(ports, { sessions: batch, ending, at: ports.clock(), audit })).length
  }
  return count
}
