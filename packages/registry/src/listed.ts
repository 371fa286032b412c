import type { SessionSummary } from '@curfew/contract'
import type { Session } from './session.ts'

/**
 * Whether administrators may see the session at all (DESIGN §2). What is not listed is nowhere: not in the grid, counts,
 * search, plans, exports or events, nor by id.
 */
export function isListed({ kind, superAdminCredentials }: Pick<Session, 'kind' | 'superAdminCredentials'>): boolean {
  if (kind === 'authentication-agent') return false
  return kind !== 'operations-console' || superAdminCredentials
}

/** The same rules as a page states them. They are said always, and never counted: a count would tell what is not to be seen. */
export const notListed: SessionSummary['notListed'] = [
  'authentication-agent',
  'operations-console-without-super-admin-credentials',
]
