import type { SortField, TextField } from '@curfew/contract'
import { sql } from 'kysely'

/** The columns that a page can be sorted or searched by, each with an index that has them in order. */
const columns = {
  user_id: 's',
  last_name: 's',
  first_name: 's',
  kind: 's',
  status: 's',
  client_address: 's',
  source: 's',
  security_domain: 's',
  identity_source: 's',
  via: 's',
  logged_on_at: 's',
  command_started_at: 's',
  at: 'a',
  deadline: 'a',
} as const
export type GridColumn = keyof typeof columns

const columnOfField = {
  userId: 'user_id',
  lastName: 'last_name',
  firstName: 'first_name',
  kind: 'kind',
  status: 'status',
  clientAddress: 'client_address',
  source: 'source',
  securityDomain: 'security_domain',
  identitySource: 'identity_source',
  via: 'via',
  loggedOnAt: 'logged_on_at',
  lastActivityAt: 'at',
  expiresAt: 'deadline',
  commandStartedAt: 'command_started_at',
} as const satisfies Record<SortField | TextField | 'via', GridColumn>

export function columnOf(field: keyof typeof columnOfField): GridColumn {
  return columnOfField[field]
}

/** Whether the column lies in `activity`, beside the session. */
export function isOfActivity(column: GridColumn): boolean {
  return columns[column] === 'a'
}

/** What stands in the index of user ids beside them. */
const atAGlance: readonly GridColumn[] = ['user_id', 'last_name', 'first_name', 'client_address', 'logged_on_at']

/** Whether the index of one column has all of the others, so that it answers for them without a session being fetched. */
export function isIndexedBeside(column: GridColumn | undefined, others: readonly GridColumn[]): boolean {
  return column === 'user_id' && others.every((other) => atAGlance.includes(other))
}

/** The column in a statement where the session is `s` and its activity `a`. */
export function reference(column: GridColumn) {
  return sql.ref<string | number>(`${columns[column]}.${column}`)
}

/**
 * The column's table by its index, and the session's number there: with the same value, they are in its order. Both indexes
 * and queries say `in_grid = 1` literally: the planner takes a partial index for nothing less.
 */
export function indexedTable(column: GridColumn) {
  return isOfActivity(column)
    ? {
        from: sql`activity AS a INDEXED BY ${sql.ref(`activity_by_${column}`)}`,
        isInGrid: sql`a.in_grid = 1`,
        number: sql<number>`a.session_number`,
      }
    : {
        from: sql`session AS s INDEXED BY ${sql.ref(`grid_by_${column}`)}`,
        isInGrid: sql`s.in_grid = 1`,
        number: sql<number>`s.number`,
      }
}
