import type { Session } from '@curfew/registry'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { query } from './query.ts'
import type { SessionTable } from './schema.ts'

type SessionRow = Omit<Selectable<SessionTable>, 'in_grid' | 'credential_hash'>

/** Sessions as they stand now: what is known of their activity is beside them. Aliases `s` and `a`. */
export function selectSessions() {
  return query
    .selectFrom('session as s')
    .leftJoin('activity as a', 'a.session_number', 's.number')
    .select([
      's.number',
      's.id',
      's.kind',
      's.status',
      's.user_id',
      's.last_name',
      's.first_name',
      's.client_address',
      's.source',
      's.security_domain',
      's.identity_source',
      's.via',
      's.logged_on_at',
      's.command_started_at',
      's.command_name',
      's.idle_limit_seconds',
      's.absolute_limit_seconds',
      's.source_id',
      's.handle',
      's.user_agent',
      's.super_admin_credentials',
      's.ended_at',
      's.ending',
      's.closure_id',
      's.came_back_closure_id',
      's.came_back_session_id',
      's.came_back_after_ms',
    ])
    .select(({ fn }) => fn.coalesce('a.at', 's.last_activity_at').as('last_activity_at'))
}

export function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    kind: row.kind,
    userId: row.user_id,
    firstName: row.first_name,
    lastName: row.last_name,
    identitySource: row.identity_source,
    securityDomain: row.security_domain,
    sourceId: row.source_id,
    source: row.source,
    handle: row.handle,
    via: row.via,
    clientAddress: row.client_address,
    userAgent: row.user_agent,
    superAdminCredentials: row.super_admin_credentials === 1,
    status: row.status,
    loggedOnAt: new Date(row.logged_on_at),
    lastActivityAt: new Date(row.last_activity_at),
    idleLimitSeconds: row.idle_limit_seconds,
    absoluteLimitSeconds: row.absolute_limit_seconds,
    command: row.command_started_at === 0 ? null : commandOf(row),
    endedAt: timeOrNull(row.ended_at),
    ending: row.ending,
    closureId: row.closure_id,
    cameBack: cameBackOf(row),
  }
}

function cameBackOf(row: SessionRow): Session['cameBack'] {
  const { came_back_closure_id: closureId, came_back_session_id: sessionId, came_back_after_ms: afterMs } = row
  return closureId === null || sessionId === null || afterMs === null ? null : { closureId, sessionId, afterMs }
}

export function timeOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

/** A list of any length as one value, so that it does not make a statement of its own for every length. */
export function listed(values: readonly (string | number)[]): RawBuilder<never> {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
}

function commandOf({ command_name, command_started_at }: SessionRow) {
  return { name: command_name, startedAt: new Date(command_started_at) }
}
