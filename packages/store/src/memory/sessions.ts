import type { NewSession, Registration, RegistrationRules, Session, SessionStore } from '@curfew/registry'
import {
  cameBack,
  canBeRefused,
  compareText,
  deadlineOf,
  hasExpired,
  holdOnNew,
  isListed,
  isOpen,
} from '@curfew/registry'
import { noteSession } from './events.ts'
import { addTo, type Tables, takeFrom } from './tables.ts'

type Lives = Pick<
  SessionStore,
  | 'register'
  | 'sessionByCredential'
  | 'sessionById'
  | 'sessionsByIds'
  | 'sessionsByUser'
  | 'sessionByHandle'
  | 'sessionsByHandles'
  | 'recordActivity'
  | 'setCommand'
  | 'finishLogon'
  | 'finishLogons'
  | 'renewCredential'
  | 'expiredSessions'
  | 'confirmClosed'
>

/** The life of sessions between their beginning and their end. */
export function sessionLives(tables: Tables): Lives {
  const { sessions, open } = tables

  return {
    async register(batch, rules) {
      for (const session of batch)
        if (alreadyRegistered(tables, session) === undefined && isTaken(tables, session))
          throw new Error('A session id or a credential is in use already.')
      return batch.map((session) => registerOne(tables, session, rules))
    },

    async sessionByCredential(credentialHash) {
      return sessions.get(tables.sessionByCredential.get(credentialHash) ?? '')
    },
    async sessionById(id) {
      return sessions.get(id)
    },
    async sessionsByIds(ids) {
      return ids.flatMap((id) => sessions.get(id) ?? [])
    },
    async sessionsByUser(userId, kinds) {
      return Array.from(tables.openByUser.get(userId) ?? [])
        .flatMap((id) => sessions.get(id) ?? [])
        .filter(({ kind }) => kinds.includes(kind))
        .sort((one, other) => compareText(one.id, other.id))
    },
    async sessionByHandle(sourceId, handle) {
      return byHandle(tables, sourceId, handle)
    },
    async sessionsByHandles(sourceId, handles) {
      return Array.from(new Set(handles)).flatMap((handle) => byHandle(tables, sourceId, handle) ?? [])
    },

    async recordActivity(batch) {
      for (const { sessionId, at } of batch) {
        const session = sessions.get(sessionId)
        if (session && isOpen(session) && session.lastActivityAt < at) keep(tables, { ...session, lastActivityAt: at })
      }
    },
    async setCommand(sessionId, command) {
      const session = sessions.get(sessionId)
      if (session) keep(tables, { ...session, command })
    },
    async finishLogon(sessionId, { at, credentialHash, idleLimitSeconds, absoluteLimitSeconds }) {
      const session = sessions.get(sessionId)
      if (!session || !isOpen(session)) return false
      keepFinished(tables, session, { at, idleLimitSeconds, absoluteLimitSeconds })
      keepCredential(tables, sessionId, credentialHash)
      return true
    },
    async finishLogons(batch) {
      return batch.flatMap(({ sessionId, ...now }) => {
        const session = sessions.get(sessionId)
        if (!session || !isOpen(session) || session.status !== 'abandoned-in-progress') return []
        keepFinished(tables, session, now)
        return [sessionId]
      })
    },
    async renewCredential(sessionId, credentialHash) {
      if (!open.has(sessionId)) return false
      keepCredential(tables, sessionId, credentialHash)
      return true
    },

    async expiredSessions(now, limit) {
      return Array.from(open)
        .flatMap((id) => sessions.get(id) ?? [])
        .filter((session) => hasExpired(session, now))
        .map((session) => ({ session, deadline: deadlineOf(session).getTime() }))
        .sort((one, other) => one.deadline - other.deadline || compareText(one.session.id, other.session.id))
        .slice(0, limit)
        .map(({ session }) => session)
    },
    async confirmClosed(sessionIds) {
      for (const id of sessionIds) {
        const session = sessions.get(id)
        if (session?.status === 'closing') keep(tables, { ...session, status: 'closed' })
      }
    },
  }
}

/** Put a session's new state in the place of the old one, and everywhere it can be found by. */
export function keep(tables: Tables, session: Session) {
  const { id, userId } = session
  const before = tables.sessions.get(id)
  if (before && before.userId !== userId) takeFrom(tables.openByUser, before.userId, id)
  tables.sessions.set(id, session)
  if (!before) number(tables, id)
  if (isListed(session) && session.status !== 'closed') tables.inGrid.add(id)
  else tables.inGrid.delete(id)
  if (isOpen(session)) {
    tables.open.add(id)
    tables.sessionByHandle.set(handleKey(session), id)
    addTo(tables.openByUser, userId, id)
  } else if (tables.open.delete(id)) {
    tables.sessionByHandle.delete(handleKey(session))
    tables.endedByHandle.set(handleKey(session), id)
    takeFrom(tables.openByUser, userId, id)
    if (session.closureId !== null) addTo(tables.closedByUser, userId, id)
  }
}

function number({ numbers, counters }: Tables, id: string) {
  const next = (counters.get('session') ?? 0) + 1
  counters.set('session', next)
  numbers.set(id, next)
}

/** Also when the source sends a credential again that it had given to a session before: no credential comes back to life. */
function alreadyRegistered(tables: Tables, session: NewSession): string | undefined {
  const open = tables.sessionByHandle.get(handleKey(session))
  if (open !== undefined) return open
  const holder = tables.sessions.get(tables.sessionByCredential.get(session.credentialHash ?? '') ?? '')
  return holder?.sourceId === session.sourceId ? holder.id : undefined
}

function isTaken(tables: Tables, { id, credentialHash }: NewSession): boolean {
  return tables.sessions.has(id) || (credentialHash !== null && tables.sessionByCredential.has(credentialHash))
}

export function registerOne(
  tables: Tables,
  registered: NewSession,
  rules: RegistrationRules | undefined,
): Registration {
  const already = alreadyRegistered(tables, registered)
  if (already !== undefined) return { sessionId: already, outcome: 'already' }
  const hold = rules ? holdOnNew(Array.from(tables.holds.values()), registered, rules.now) : null
  if (hold && canBeRefused(registered)) return { sessionId: null, outcome: 'held', hold }
  const { credentialHash, isExemptFromHolds: _isExempt, goesOnSince: _since, ...session } = registered
  const back = rules ? cameBack(session, closedOf(tables, session), rules.cameBackWithinMs) : null
  const lastActivityAt = session.lastActivityAt ?? session.loggedOnAt
  keep(tables, {
    ...session,
    lastActivityAt,
    command: null,
    endedAt: null,
    ending: null,
    closureId: null,
    cameBack: back,
  })
  if (credentialHash !== null) keepCredential(tables, session.id, credentialHash)
  noteSession(tables, 'session.opened', session, lastActivityAt)
  const marks = { ...(back && { cameBack: back }), ...(hold && { hold }) }
  return { sessionId: session.id, outcome: 'registered', ...marks }
}

/** Of that user, ended by a closure. */
function closedOf({ sessions, closedByUser }: Tables, { userId }: Pick<Session, 'userId'>): Session[] {
  return Array.from(closedByUser.get(userId) ?? []).flatMap((id) => sessions.get(id) ?? [])
}

function keepCredential(tables: Tables, sessionId: string, credentialHash: string) {
  const former = tables.credentialOf.get(sessionId)
  if (former !== undefined) tables.sessionByCredential.delete(former)
  tables.credentialOf.set(sessionId, credentialHash)
  tables.sessionByCredential.set(credentialHash, sessionId)
}

function keepFinished(
  tables: Tables,
  session: Session,
  { at, ...limits }: { readonly at: Date } & Pick<Session, 'idleLimitSeconds' | 'absoluteLimitSeconds'>,
) {
  const lastActivityAt = session.lastActivityAt < at ? at : session.lastActivityAt
  keep(tables, { ...session, status: 'active', lastActivityAt, ...limits })
}

export function byHandle(tables: Tables, sourceId: string, handle: string): Session | undefined {
  const key = handleKey({ sourceId, handle })
  return tables.sessions.get(tables.sessionByHandle.get(key) ?? tables.endedByHandle.get(key) ?? '')
}

export function handleKey({ sourceId, handle }: Pick<Session, 'sourceId' | 'handle'>): string {
  return JSON.stringify([sourceId, handle])
}
