import type { Administrator, AdministratorStore } from '@curfew/access'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { AdministratorTable } from './administrator-table.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import { listed, timeOrNull } from './session-rows.ts'
import { readSetting, removeSetting, writeSetting } from './settings.ts'
import type { Synchronous } from './synchronous.ts'

type Administrators = Synchronous<AdministratorStore>
type ReadNames = 'administratorById' | 'administratorByUserId' | 'administrators' | 'attempts' | 'setupTokenHash'

const setupToken = 'setup-token-hash'

export function administratorReads(connection: Connection): Pick<Administrators, ReadNames> {
  return {
    administratorById(id) {
      return administratorById(connection, id)
    },
    administratorByUserId(userId) {
      const row = connection.first(findByUserId({ user_id: userId }))
      return row && administratorOf(row)
    },
    administrators() {
      return connection.all(query.selectFrom('administrator').selectAll().orderBy('user_id')).map(administratorOf)
    },
    attempts(keys) {
      const rows = connection.all(query.selectFrom('attempt').selectAll().where('key', 'in', listed(keys)))
      return new Map(
        rows.map(({ key, failures, last_failure_at }) => [key, { failures, lastFailureAt: new Date(last_failure_at) }]),
      )
    },
    setupTokenHash() {
      const hash = readSetting(connection, setupToken)
      return typeof hash === 'string' ? hash : null
    },
  }
}

export function administratorWrites(connection: Connection): Omit<Administrators, ReadNames> {
  return {
    createAdministrator(administrator, audit) {
      if (connection.first(findByUserId({ user_id: administrator.userId }))) return 'user-id-taken'
      connection.run(query.insertInto('administrator').values(rowOf(administrator)))
      writeAudit(connection, [audit])
      return 'created'
    },
    changeAdministrator(id, changes, audit) {
      const before = administratorById(connection, id)
      if (!before) return 'not-found'
      const after = { ...before, ...changes }
      if (isInCharge(before) && !isInCharge(after) && !othersInCharge(connection, id)) return 'last-super-admin'
      connection.run(query.updateTable('administrator').set(rowOf(after)).where('id', '=', id))
      writeAudit(connection, [audit])
      return 'changed'
    },
    recordLogon(id, at) {
      connection.run(query.updateTable('administrator').set({ last_logon_at: at.getTime() }).where('id', '=', id))
    },

    recordFailure(keys, at) {
      for (const key of keys) connection.run(addFailure({ key, last_failure_at: at.getTime() }))
    },
    clearFailures(keys) {
      connection.run(query.deleteFrom('attempt').where('key', 'in', listed(keys)))
    },
    forgetFailures(before) {
      connection.run(query.deleteFrom('attempt').where('last_failure_at', '<', before.getTime()))
    },

    saveSetupTokenHash(hash) {
      if (hash === null) removeSetting(connection, setupToken)
      else writeSetting(connection, setupToken, hash)
    },
  }
}

function isInCharge({ role, disabled }: Administrator): boolean {
  return role === 'super-admin' && !disabled
}

function othersInCharge(connection: Connection, id: string): boolean {
  const other = query
    .selectFrom('administrator')
    .select('id')
    .where('role', '=', 'super-admin')
    .where('disabled', '=', 0)
    .where('id', '<>', id)
    .limit(1)
  return connection.first(other) !== undefined
}

function administratorById(connection: Connection, id: string): Administrator | undefined {
  const row = connection.first(query.selectFrom('administrator').selectAll().where('id', '=', id))
  return row && administratorOf(row)
}

function administratorOf(row: Selectable<AdministratorTable>): Administrator {
  return {
    id: row.id,
    userId: row.user_id,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    disabled: row.disabled === 1,
    passwordHash: row.password_hash,
    mustChangePassword: row.must_change_password === 1,
    createdAt: new Date(row.created_at),
    lastLogonAt: timeOrNull(row.last_logon_at),
  }
}

function rowOf(administrator: Administrator): AdministratorTable {
  return {
    id: administrator.id,
    user_id: administrator.userId,
    first_name: administrator.firstName,
    last_name: administrator.lastName,
    role: administrator.role,
    disabled: Number(administrator.disabled),
    password_hash: administrator.passwordHash,
    must_change_password: Number(administrator.mustChangePassword),
    created_at: administrator.createdAt.getTime(),
    last_logon_at: administrator.lastLogonAt?.getTime() ?? null,
  }
}

const findByUserId = prepare<{ user_id: string }, AdministratorTable>(({ user_id }) =>
  query.selectFrom('administrator').selectAll().where('user_id', '=', user_id),
)

const addFailure = prepare<{ key: string; last_failure_at: number }, object>(
  ({ key, last_failure_at }) => sql<object>`
    INSERT INTO attempt (key, failures, last_failure_at) VALUES (${key}, 1, ${last_failure_at})
    ON CONFLICT DO UPDATE SET failures = failures + 1, last_failure_at = excluded.last_failure_at`,
)
