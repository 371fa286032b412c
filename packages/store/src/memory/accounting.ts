import {
  type AccountingOutcome,
  type AccountingStep,
  type AccountingStore,
  advanceDelivery,
  compareText,
  isOpen,
  type KnownSession,
  type NasRestart,
  type RadiusRecord,
  type RegistrationRules,
  type Session,
} from '@curfew/registry'
import { marksOf } from '../registration-marks.ts'
import { noteReceipt, noteSession } from './events.ts'
import { keepDelivery } from './queues.ts'
import { byHandle, keep, registerOne } from './sessions.ts'
import type { Tables } from './tables.ts'

/** What RADIUS accounting tells, beside the sessions that it tells of. */
export function accountingStore(tables: Tables): AccountingStore {
  const { sessions, radius, restarts } = tables
  const keyOf = ({ sourceId, nasKey }: Pick<NasRestart, 'sourceId' | 'nasKey'>) => JSON.stringify([sourceId, nasKey])

  return {
    async knownToAccounting(asked, nases) {
      return {
        sessions: asked.flatMap(({ sourceId, handle }) => knownOf(tables, byHandle(tables, sourceId, handle))),
        restarts: nases.flatMap((nas) => restarts.get(keyOf(nas))?.restart ?? []),
      }
    },
    async keepAccounting({ at, steps, restarts: told, rules }) {
      for (const restart of told) {
        const before = restarts.get(keyOf(restart))?.restart
        if (!before || before.at < restart.at) restarts.set(keyOf(restart), { restart, isFinished: false })
      }
      const taken = new Map<string, string>()
      return steps.map((step) => keepStep(tables, step, { at, rules, taken }))
    },
    async radiusOfSessions(sessionIds) {
      return new Map(
        sessionIds.flatMap((id): [string, RadiusRecord][] => {
          const record = radius.get(id)
          return record ? [[id, record]] : []
        }),
      )
    },
    async stillOnline(sessionIds) {
      return new Map(
        sessionIds.flatMap((id): [string, Date][] => {
          const at = radius.get(id)?.stillOnlineAt
          return at && sessions.get(id)?.status === 'closing' ? [[id, at]] : []
        }),
      )
    },
    async countStillOnline(closureIds) {
      const counts = new Map<string, number>()
      for (const [id, { stillOnlineAt }] of radius) {
        const session = stillOnlineAt && sessions.get(id)
        if (session?.status !== 'closing' || session.closureId === null) continue
        if (closureIds.includes(session.closureId))
          counts.set(session.closureId, (counts.get(session.closureId) ?? 0) + 1)
      }
      return counts
    },
    async sessionsOfNas({ sourceId, nasKey }, afterId, limit) {
      return Array.from(radius)
        .filter(([id, record]) => record.nasKey === nasKey && (afterId === null || compareText(id, afterId) > 0))
        .flatMap(([id]) => knownOf(tables, sessions.get(id)))
        .filter((known) => known.sourceId === sourceId && known.status !== 'closed')
        .sort((one, other) => compareText(one.id, other.id))
        .slice(0, limit)
    },
    async unfinishedRestarts() {
      return Array.from(restarts.values()).flatMap(({ restart, isFinished }) => (isFinished ? [] : restart))
    },
    async finishRestart(restart) {
      const known = restarts.get(keyOf(restart))?.restart
      if (known?.at.getTime() === restart.at.getTime())
        restarts.set(keyOf(restart), { restart: known, isFinished: true })
    },
    async silentClosing(now, limit) {
      return Array.from(radius)
        .flatMap(([id, { lastHeardAt }]) => {
          const session = sessions.get(id)
          if (session?.status !== 'closing') return []
          return lastHeardAt.getTime() + session.idleLimitSeconds * 1000 <= now.getTime() ? id : []
        })
        .slice(0, limit)
    },
  }
}

type Keeping = {
  readonly at: Date
  readonly rules: RegistrationRules | undefined
  /** New ids whose handle was open already, and the id of that session. */
  readonly taken: Map<string, string>
}

function keepStep(tables: Tables, step: AccountingStep, { at, rules, taken }: Keeping): AccountingOutcome {
  const registration = step.begins && registerOne(tables, step.begins, rules)
  if (registration) taken.set(step.sessionId, registration.sessionId ?? step.sessionId)
  const sessionId = taken.get(step.sessionId) ?? step.sessionId
  const session = tables.sessions.get(sessionId)
  if (!session) return { sessionId, did: 'kept', closureIds: [] }
  tables.radius.set(sessionId, step.radius)
  keep(tables, { ...session, ...step.shown, lastActivityAt: activityAfter(session, step.radius) })
  const marks = registration ? marksOf(registration) : {}
  if (step.endsAt === null) return { sessionId, did: 'kept', closureIds: [], ...marks }
  return { ...end(tables, sessionId, step.endsAt, at), ...marks }
}

function activityAfter(session: Session, { lastHeardAt }: RadiusRecord): Date {
  return isOpen(session) && session.lastActivityAt < lastHeardAt ? lastHeardAt : session.lastActivityAt
}

function end(tables: Tables, sessionId: string, endsAt: Date, at: Date): AccountingOutcome {
  const session = tables.sessions.get(sessionId)
  if (!session || session.status === 'closed') return { sessionId, did: 'kept', closureIds: [] }
  if (session.status !== 'closing') {
    keep(tables, { ...session, status: 'closed', ending: 'source', endedAt: endsAt })
    noteSession(tables, 'session.closed', session, at)
    return { sessionId, did: 'ended', closureIds: [] }
  }
  keep(tables, { ...session, status: 'closed' })
  const deliveries = Array.from(tables.deliveriesBySession.get(sessionId) ?? []).flatMap(
    (id) => tables.deliveries.get(id) ?? [],
  )
  for (const before of deliveries) {
    const after = advanceDelivery(before, { deliveryId: before.id, to: 'verified', at })
    keepDelivery(tables, after)
    noteReceipt(tables, before, after, at)
  }
  return { sessionId, did: 'proved', closureIds: deliveries.flatMap(({ closureId }) => closureId ?? []) }
}

function knownOf({ radius }: Tables, session: Session | undefined): KnownSession[] {
  const record = session && radius.get(session.id)
  if (!session || !record) return []
  const { id, sourceId, handle, userId, clientAddress, loggedOnAt, status, idleLimitSeconds, endedAt, closureId } =
    session
  const known = {
    id,
    sourceId,
    handle,
    userId,
    clientAddress,
    loggedOnAt,
    status,
    idleLimitSeconds,
    endedAt,
    closureId,
  }
  return [{ ...known, radius: record }]
}
