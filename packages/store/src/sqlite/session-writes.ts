import {
  type CameBack,
  type Command,
  cameBack,
  canBeRefused,
  deadlineOf,
  type Hold,
  holdOnNew,
  isListed,
  type NewSession,
  type Registration,
  type RegistrationRules,
  type SessionStore,
} from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import type { EventLog } from './event-log.ts'
import { closedLately, holdsInForce } from './holds.ts'
import { prepare, query } from './query.ts'
import type { SessionTable } from './schema.ts'
import type { Synchronous } from './synchronous.ts'
import type { Words } from './words.ts'

type Writes = Pick<
  Synchronous<SessionStore>,
  'register' | 'recordActivity' | 'setCommand' | 'finishLogon' | 'renewCredential' | 'confirmClosed'
>

/** The writes of a session's life but its end. They run inside a transaction. */
export function sessionWrites(connection: Connection, words: Words, events: EventLog): Writes {
  return {
    register(batch, rules) {
      const holds = rules ? holdsInForce(connection, rules.now) : []
      return batch.map((session) => register({ connection, words, events }, session, { rules, holds }))
    },

    recordActivity(batch) {
      for (const { sessionId, at } of batch) connection.run(touch({ id: sessionId, at: at.getTime() }))
    },
    setCommand(id, command) {
      connection.run(updateCommand({ id, ...commandColumns(command) }))
    },

    finishLogon(id, { at, credentialHash, idleLimitSeconds, absoluteLimitSeconds }) {
      const finished = connection.first(
        makeActive({ id, credential_hash: credentialHash, idle: idleLimitSeconds, absolute: absoluteLimitSeconds }),
      )
      if (!finished) return false
      const { number, logged_on_at } = finished
      const absolute_deadline = logged_on_at + absoluteLimitSeconds * 1000
      connection.run(
        renewLimits({ number, at: at.getTime(), idle_limit_ms: idleLimitSeconds * 1000, absolute_deadline }),
      )
      return true
    },
    renewCredential(id, credentialHash) {
      return connection.run(updateCredential({ id, credential_hash: credentialHash })) > 0
    },

    confirmClosed(sessionIds) {
      for (const id of sessionIds) {
        const confirmed = connection.first(confirm({ id }))
        if (confirmed) connection.run(forgetActivity({ number: confirmed.number }))
      }
    },
  }
}

/** When the program stops, its commands stop with it; none of them is in flight when it starts again. */
export function clearCommands(connection: Connection): void {
  connection.run(
    sql`UPDATE session SET command_started_at = 0, command_name = '' WHERE in_grid = 1 AND command_started_at > 0`,
  )
}

export const forgetActivity = prepare<{ number: number }, object>(({ number }) =>
  query.deleteFrom('activity').where('session_number', '=', number),
)

type Kept = { readonly connection: Connection; readonly words: Words; readonly events: EventLog }

export type Judged = { readonly rules: RegistrationRules | undefined; readonly holds: readonly Hold[] }

export function register(
  { connection, words, events }: Kept,
  session: NewSession,
  { rules, holds }: Judged,
): Registration {
  const already = alreadyRegistered(connection, session)
  if (already !== undefined) return { sessionId: already, outcome: 'already' }
  const hold = rules ? holdOnNew(holds, session, rules.now) : null
  if (hold && canBeRefused(session)) return { sessionId: null, outcome: 'held', hold }
  const back = rules ? cameBackOf(connection, session, rules.cameBackWithinMs) : null
  const isInGrid = isListed(session) && session.status !== 'closed'
  const number = insert(connection, session, isInGrid, back)
  connection.run(insertActivity(activityColumns(session, number, isInGrid)))
  if (isInGrid) words.add(session)
  events.noteSession('session.opened', session, session.lastActivityAt ?? session.loggedOnAt)
  const marks = { ...(back && { cameBack: back }), ...(hold && { hold }) }
  return { sessionId: session.id, outcome: 'registered', ...marks }
}

function cameBackOf(connection: Connection, session: NewSession, withinMs: number): CameBack | null {
  return withinMs === 0 ? null : cameBack(session, closedLately(connection, session, withinMs), withinMs)
}

/** Also when the source sends a credential again that it had given to a session before: no credential comes back to life. */
function alreadyRegistered(
  connection: Connection,
  { sourceId, handle, credentialHash }: NewSession,
): string | undefined {
  const open = connection.first(findOpen({ source_id: sourceId, handle }))
  if (open || credentialHash === null) return open?.id
  return connection.first(findHolder({ source_id: sourceId, credential_hash: credentialHash }))?.id
}

function insert(connection: Connection, session: NewSession, isInGrid: boolean, back: CameBack | null): number {
  const inserted = connection.first(
    insertSession({
      id: session.id,
      in_grid: Number(isInGrid),
      kind: session.kind,
      status: session.status,
      user_id: session.userId,
      last_name: session.lastName,
      first_name: session.firstName,
      client_address: session.clientAddress,
      source: session.source,
      security_domain: session.securityDomain,
      identity_source: session.identitySource,
      via: session.via,
      logged_on_at: session.loggedOnAt.getTime(),
      idle_limit_seconds: session.idleLimitSeconds,
      absolute_limit_seconds: session.absoluteLimitSeconds,
      source_id: session.sourceId,
      handle: session.handle,
      user_agent: session.userAgent,
      super_admin_credentials: Number(session.superAdminCredentials),
      credential_hash: session.credentialHash,
      came_back_closure_id: back?.closureId ?? null,
      came_back_session_id: back?.sessionId ?? null,
      came_back_after_ms: back?.afterMs ?? null,
    }),
  )
  if (!inserted) throw new Error('The session was not inserted')
  return inserted.number
}

function activityColumns(session: NewSession, number: number, isInGrid: boolean) {
  const { lastActivityAt = session.loggedOnAt } = session
  return {
    session_number: number,
    at: lastActivityAt.getTime(),
    deadline: deadlineOf({ ...session, lastActivityAt }).getTime(),
    idle_limit_ms: session.idleLimitSeconds * 1000,
    absolute_deadline: session.loggedOnAt.getTime() + session.absoluteLimitSeconds * 1000,
    in_grid: Number(isInGrid),
  }
}

function commandColumns(command: Command | null) {
  return { name: command?.name ?? '', started_at: command?.startedAt.getTime() ?? 0 }
}

const findOpen = prepare<{ source_id: string; handle: string }, { id: string }>(({ source_id, handle }) =>
  query
    .selectFrom('session')
    .select('id')
    .where('source_id', '=', source_id)
    .where('handle', '=', handle)
    .where('ended_at', 'is', null),
)

const findHolder = prepare<{ source_id: string; credential_hash: string }, { id: string }>(
  ({ source_id, credential_hash }) =>
    query
      .selectFrom('session')
      .select('id')
      .where('credential_hash', '=', credential_hash)
      .where('source_id', '=', source_id),
)

type Insertion = Pick<NewSession, 'id' | 'kind' | 'status' | 'via' | 'source' | 'handle'> &
  Record<
    | 'user_id'
    | 'last_name'
    | 'first_name'
    | 'client_address'
    | 'security_domain'
    | 'identity_source'
    | 'source_id'
    | 'user_agent',
    string
  > &
  Record<
    'in_grid' | 'logged_on_at' | 'idle_limit_seconds' | 'absolute_limit_seconds' | 'super_admin_credentials',
    number
  > &
  Pick<SessionTable, 'credential_hash' | 'came_back_closure_id' | 'came_back_session_id' | 'came_back_after_ms'>

const insertSession = prepare<Insertion, { number: number }>((row) =>
  query
    .insertInto('session')
    .values({
      id: row.id,
      in_grid: row.in_grid,
      kind: row.kind,
      status: row.status,
      user_id: row.user_id,
      last_name: row.last_name,
      first_name: row.first_name,
      client_address: row.client_address,
      source: row.source,
      security_domain: row.security_domain,
      identity_source: row.identity_source,
      via: row.via,
      logged_on_at: row.logged_on_at,
      command_started_at: 0,
      command_name: '',
      last_activity_at: row.logged_on_at,
      idle_limit_seconds: row.idle_limit_seconds,
      absolute_limit_seconds: row.absolute_limit_seconds,
      source_id: row.source_id,
      handle: row.handle,
      user_agent: row.user_agent,
      super_admin_credentials: row.super_admin_credentials,
      credential_hash: row.credential_hash,
      came_back_closure_id: row.came_back_closure_id,
      came_back_session_id: row.came_back_session_id,
      came_back_after_ms: row.came_back_after_ms,
    })
    .returning('number'),
)

const insertActivity = prepare<ReturnType<typeof activityColumns>, object>((row) =>
  query.insertInto('activity').values({
    session_number: row.session_number,
    at: row.at,
    deadline: row.deadline,
    idle_limit_ms: row.idle_limit_ms,
    absolute_deadline: row.absolute_deadline,
    in_grid: row.in_grid,
    is_open: 1,
  }),
)

/** Only this narrow table and its two indexes are written (docs/decisions/0004). */
const touch = prepare<{ id: string; at: number }, object>(
  ({ id, at }) => sql<object>`
    UPDATE activity SET at = ${at}, deadline = min(${at} + idle_limit_ms, absolute_deadline)
    WHERE session_number = (SELECT number FROM session WHERE id = ${id}) AND is_open = 1 AND at < ${at}`,
)

const updateCommand = prepare<{ id: string; name: string; started_at: number }, object>(({ id, name, started_at }) =>
  query.updateTable('session').set({ command_name: name, command_started_at: started_at }).where('id', '=', id),
)

type Finished = { number: number; logged_on_at: number }
const makeActive = prepare<{ id: string; credential_hash: string; idle: number; absolute: number }, Finished>((now) =>
  query
    .updateTable('session')
    .set({
      status: 'active',
      credential_hash: now.credential_hash,
      idle_limit_seconds: now.idle,
      absolute_limit_seconds: now.absolute,
    })
    .where('id', '=', now.id)
    .where('ended_at', 'is', null)
    .returning(['number', 'logged_on_at']),
)

type Renewed = { number: number; at: number; idle_limit_ms: number; absolute_deadline: number }
export const renewLimits = prepare<Renewed, object>(
  ({ number, at, idle_limit_ms, absolute_deadline }) => sql<object>`
    UPDATE activity SET
      at = max(at, ${at}),
      deadline = min(max(at, ${at}) + ${idle_limit_ms}, ${absolute_deadline}),
      idle_limit_ms = ${idle_limit_ms},
      absolute_deadline = ${absolute_deadline}
    WHERE session_number = ${number}`,
)

const updateCredential = prepare<{ id: string; credential_hash: string }, object>(({ id, credential_hash }) =>
  query.updateTable('session').set({ credential_hash }).where('id', '=', id).where('ended_at', 'is', null),
)

export const confirm = prepare<{ id: string }, { number: number }>(({ id }) =>
  query
    .updateTable('session')
    .set({ status: 'closed', in_grid: 0 })
    .where('id', '=', id)
    .where('status', '=', 'closing')
    .returning('number'),
)
