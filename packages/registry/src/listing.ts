import { CurfewError, type Filter, type SessionSummary, type Sort } from '@curfew/contract'
import type { Session } from './session.ts'

/** What an administrator may see. The only scope today is all that is listed; every query carries it all the same. */
export type Scope = { readonly kind: 'all' }
export const allListed: Scope = { kind: 'all' }

/** A search for listed sessions that are not closed, as of `now` (what has expired by then is not there). */
export type Search = { readonly scope: Scope; readonly filters: readonly Filter[]; readonly now: Date }

export type PageRequest = Search & {
  readonly sort: Sort
  readonly limit: number
  /** What `Page.nextCursor` of the page before was. */
  readonly cursor: string | null
}
export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }
export type SessionPageOf = Page<Session>

/** The counts of `sessionSummary`, with times as `Date`; the rest of that shape is the route's. */
export type Counts = Pick<SessionSummary, 'total' | 'byKind' | 'byStatus' | 'bySource'> & {
  readonly loggedOnHistogram: readonly { readonly from: Date; readonly to: Date; readonly count: number }[]
}

/** What is given as a cursor is none, or one of another list. */
export function foreignCursor(): CurfewError {
  return new CurfewError('invalid-request', 'The cursor does not belong to this list. Start again at the first page.', {
    errors: [{ path: 'cursor', message: 'not a cursor of this list' }],
  })
}
