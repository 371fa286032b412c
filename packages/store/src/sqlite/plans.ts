import { type SessionKind, sessionKinds } from '@curfew/contract'
import { type ClosingStore, isListed, type NewPlan, type Plan, type Session } from '@curfew/registry'
import { sql } from 'kysely'
import { type PlanFacts, planOf } from '../plan-facts.ts'
import { planOfRow, rowOfPlan } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { matchingOf } from './counts.ts'
import { prepare, query } from './query.ts'
import { listed, selectSessions, sessionOf } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

type Closings = Synchronous<ClosingStore>

/** Freezing a selection. It runs inside a transaction: what it counts is what it froze. */
export function planWrites(connection: Connection): Pick<Closings, 'createPlan'> {
  return {
    createPlan(asked) {
      forgetSpentPlans(connection, asked.now)
      const number =
        (connection.first(query.selectFrom('plan').select('number').orderBy('number', 'desc').limit(1))?.number ?? 0) +
        1
      const others =
        'filters' in asked.selection ? freezeMatching(connection, number, asked) : freezeIds(connection, number, asked)
      const plan = planOf(asked, { ...factsOf(connection, number, asked), ...others })
      connection.run(query.insertInto('plan').values({ ...rowOfPlan(plan), number }))
      return plan
    },
  }
}

export function plannedSessions(connection: Connection, planId: string, position: number, limit: number): Session[] {
  return connection
    .all(
      selectSessions()
        .innerJoin('plan_session as p', 'p.session_number', 's.number')
        .where('p.plan_number', '=', query.selectFrom('plan').select('number').where('id', '=', planId))
        .where('p.position', '>=', position)
        .orderBy('p.position')
        .limit(limit),
    )
    .map(sessionOf)
}

export function planById(connection: Connection, id: string): Plan | undefined {
  const row = connection.first(query.selectFrom('plan').selectAll().where('id', '=', id))
  return row && planOfRow(row)
}

type Others = Pick<PlanFacts, 'alreadyClosed' | 'notFound'>

/** Everything that matches and is open, by logon; the actor's own session, if it is among them, at the end. */
function freezeMatching(connection: Connection, number: number, { selection, scope, actor, now }: NewPlan): Others {
  if (!('filters' in selection)) throw new Error('There is nothing to match')
  const { sessions, activity, holds } = matchingOf(connection, { scope, filters: selection.filters, now })
  const isWanted = sql`${holds} AND s.id NOT IN ${listed(selection.except)}`
  const own = actor?.sessionId ?? ''
  const count = connection.run(sql`
    INSERT INTO plan_session (plan_number, position, session_number)
    SELECT ${number}, row_number() OVER (ORDER BY s.logged_on_at, s.number) - 1, s.number
    FROM ${sessions} ${activity} WHERE ${isWanted} AND s.ended_at IS NULL AND s.id <> ${own}`)
  connection.run(sql`
    INSERT INTO plan_session (plan_number, position, session_number)
    SELECT ${number}, ${count}, s.number FROM session AS s ${activity}
    WHERE ${isWanted} AND s.ended_at IS NULL AND s.id = ${own}`)
  const closing = connection.first(sql<{ count: number }>`
    SELECT count(*) AS count FROM session AS s INDEXED BY grid_by_status ${activity}
    WHERE ${isWanted} AND s.status = 'closing'`)
  return { alreadyClosed: closing?.count ?? 0, notFound: 0 }
}

/** In the order in which they were asked for; the actor's own one last. */
function freezeIds(connection: Connection, number: number, { selection, actor, now }: NewPlan): Others {
  if (!('sessionIds' in selection)) throw new Error('There are no ids')
  const ids = Array.from(new Set(selection.sessionIds))
  const known = ids.flatMap((id) => connection.first(findSession({ id })) ?? []).filter(isListedRow)
  const open = known.filter(({ deadline }) => deadline !== null && deadline > now.getTime())
  const ownLast = [
    ...open.filter(({ id }) => id !== actor?.sessionId),
    ...open.filter(({ id }) => id === actor?.sessionId),
  ]
  for (const [position, { session_number }] of ownLast.entries())
    connection.run(insertPlanned({ plan_number: number, position, session_number }))
  return { alreadyClosed: known.length - open.length, notFound: ids.length - known.length }
}

function factsOf(connection: Connection, number: number, { actor }: NewPlan): Omit<PlanFacts, keyof Others> {
  const planned = sql`plan_session AS p CROSS JOIN session AS s ON s.number = p.session_number WHERE p.plan_number = ${number}`
  type Group = { kind: SessionKind; sourceId: string; source: string; count: number; commands: number }
  const groups = connection.all(sql<Group>`
    SELECT s.kind AS kind, s.source_id AS sourceId, s.source AS source, count(*) AS count,
      sum(s.command_started_at > 0) AS commands
    FROM ${planned} GROUP BY s.kind, s.source_id, s.source ORDER BY s.source_id, s.source`)
  const users = connection.all(sql<{ user_id: string; userCount: number }>`
    SELECT user_id, count(*) OVER () AS userCount
    FROM (SELECT DISTINCT s.user_id AS user_id FROM ${planned}) ORDER BY user_id LIMIT 5`)
  const last = connection.first(sql<{ id: string }>`SELECT s.id AS id FROM ${planned} ORDER BY p.position DESC LIMIT 1`)
  return {
    count: total(groups.map(({ count }) => count)),
    byKind: sessionKinds
      .map((kind) => ({ kind, count: total(groups.filter((group) => group.kind === kind).map(({ count }) => count)) }))
      .filter(({ count }) => count > 0),
    bySource: bySourceOf(groups),
    users: users.map(({ user_id }) => user_id),
    userCount: users[0]?.userCount ?? 0,
    includesOwnSession: last !== undefined && last.id === actor?.sessionId,
    commandsInFlight: total(groups.map(({ commands }) => commands)),
  }
}

function bySourceOf(groups: readonly { sourceId: string; source: string; count: number }[]): Plan['bySource'] {
  const sources = new Map<string, { sourceId: string; source: string; count: number }>()
  for (const { sourceId, source, count } of groups) {
    const key = JSON.stringify([sourceId, source])
    sources.set(key, { sourceId, source, count: (sources.get(key)?.count ?? 0) + count })
  }
  return Array.from(sources.values())
}

/** Plans whose time has passed and that no closure is going through: what they would have hit is not kept. */
function forgetSpentPlans(connection: Connection, now: Date): void {
  const spent = connection.all(
    query
      .selectFrom('plan')
      .leftJoin('closure', 'closure.id', 'plan.closure_id')
      .select('plan.number')
      .where('plan.is_kept', '=', 1)
      .where('plan.expires_at', '<', now.getTime())
      .where('closure.state', 'is distinct from', 'closing'),
  )
  for (const { number } of spent) {
    connection.run(query.deleteFrom('plan_session').where('plan_number', '=', number))
    connection.run(query.updateTable('plan').set({ is_kept: 0 }).where('number', '=', number))
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

type Found = {
  id: string
  session_number: number
  kind: SessionKind
  super_admin_credentials: number
  deadline: number | null
}

function isListedRow({ kind, super_admin_credentials }: Found): boolean {
  return isListed({ kind, superAdminCredentials: super_admin_credentials === 1 })
}

/** Only an open session has a deadline here. */
const findSession = prepare<{ id: string }, Found>(({ id }) =>
  query
    .selectFrom('session as s')
    .leftJoin('activity as a', (join) =>
      join.onRef('a.session_number', '=', 's.number').on('a.is_open', '=', sql.lit(1)),
    )
    .select(['s.id', 's.number as session_number', 's.kind', 's.super_admin_credentials', 'a.deadline'])
    .where('s.id', '=', id),
)

const insertPlanned = prepare<{ plan_number: number; position: number; session_number: number }, object>(
  ({ plan_number, position, session_number }) =>
    query.insertInto('plan_session').values({ plan_number, position, session_number }),
)
