import {
  type ClosureRequest,
  type Filter,
  maxFilters,
  type PlanRequest,
  printFilters,
  printSort,
  type SessionPage,
  type SessionView,
  type Sort,
} from '@curfew/contract'
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  type QueryFunctionContext,
  queryOptions,
} from '@tanstack/react-query'
import { ProblemError } from '../../api/problem-error.ts'
import { request } from '../../api/request.ts'
import { printSearch } from './address.ts'

const pageSize = 100

/** One page of the list. */
export type ListPage = SessionPage & {
  readonly readAtMs: number
  /** On the first page: the newest logon of the whole search as of its reading. */
  readonly newestAt: string | null
}
export type ListData = InfiniteData<ListPage, string | null>

/** The list, page by page. Nothing but the administrator makes it be read again: rows keep their places. */
export const listQuery = ({ filters, sort }: { readonly filters: readonly Filter[]; readonly sort: Sort }) =>
  infiniteQueryOptions({
    queryKey: ['sessions', 'list', printSearch({ filters, sort })],
    queryFn: async ({ pageParam, signal }): Promise<ListPage> => {
      const asked = [...printFilters(filters), ['sort', printSort(sort)], ['limit', String(pageSize)]] as const
      if (pageParam !== null)
        return {
          ...(await request('listSessions', { query: [...asked, ['cursor', pageParam]], signal })),
          readAtMs: Date.now(),
          newestAt: null,
        }
      // The newest first: whoever logs on between the two readings is counted as new, and missed by none.
      const newest = await request('listSessions', {
        query: [...printFilters(filters), ['sort', '-loggedOnAt'], ['limit', '1']],
        signal,
      })
      const page = await request('listSessions', { query: asked, signal })
      return { ...page, readAtMs: Date.now(), newestAt: newest.items[0]?.loggedOnAt ?? null }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    // What was read on an earlier visit is old; nothing told this page of changes meanwhile.
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** Exact counts for the search, asked again whenever sessions change. */
export const summaryQuery = (filters: readonly Filter[]) =>
  queryOptions({
    queryKey: ['sessions', 'summary', new URLSearchParams(printFilters(filters)).toString()],
    queryFn: (context) =>
      request('summarizeSessions', {
        query: printFilters(filters),
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    meta: { refetchOn: ['sessions'] },
    gcTime: 60_000,
  })

/**
 * How many sessions of the search began after the list was read, as of now.
 *
 * @param newestAt the newest logon then; null: there was none
 */
export const newsQuery = (filters: readonly Filter[], newestAt: string | null) => {
  const after = new Date(newestAt === null ? 0 : Date.parse(newestAt) + 1)
  const query = printFilters([...filters, { field: 'loggedOnAt', operator: 'from', value: after }])
  return queryOptions({
    queryKey: ['sessions', 'news', new URLSearchParams(query).toString()],
    queryFn: async ({ signal }) => (await request('summarizeSessions', { query, signal, isBackground: true })).total,
    enabled: filters.length < maxFilters,
    meta: { refetchOn: ['sessions'] },
    // Nothing can have begun since, until an event says so.
    initialData: 0,
    gcTime: 0,
  })
}

/** One session with its timeline. */
export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['sessions', 'one', id],
    queryFn: (context) =>
      request('readSession', { path: { id }, signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['sessions', 'closures'] },
    gcTime: 0,
  })

/** Who is kept out now, the next to come free first. */
export const holdsInForceQuery = () =>
  queryOptions({
    queryKey: ['holds', 'in-force'],
    queryFn: (context) =>
      request('listHolds', { query: [['inForce', 'yes']], signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['holds'] },
  })

/** The open sessions of one user, the latest active first, at most twenty. */
export const userSessionsQuery = (userId: string) => {
  const query = printFilters([{ field: 'userId', operator: 'equals', value: userId }])
  return queryOptions({
    queryKey: ['sessions', 'of-user', userId],
    queryFn: (context) =>
      request('listSessions', {
        query: [...query, ['limit', '20']],
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    meta: { refetchOn: ['sessions'] },
    gcTime: 0,
  })
}

/** Whether the page asks by itself for what it shows already; that keeps nobody's session from going idle. */
function isAgain({ client, queryKey }: Pick<QueryFunctionContext, 'client' | 'queryKey'>): boolean {
  return client.getQueryData(queryKey) !== undefined
}

/** A session as it stands now; null: it is not to be found any more. */
export async function readAgain(id: string) {
  try {
    return await request('readSession', { path: { id }, isBackground: true })
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-found') return null
    throw error
  }
}

/** Put new values into rows that are listed, each where it stands. */
export function putIntoRows(client: QueryClient, queryKey: readonly unknown[], sessions: readonly SessionView[]): void {
  const fresh = new Map(sessions.map((session) => [session.id, session]))
  client.setQueryData<ListData>(
    queryKey,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) =>
          page.items.some(({ id }) => fresh.has(id))
            ? { ...page, items: page.items.map((session) => fresh.get(session.id) ?? session) }
            : page,
        ),
      },
  )
}

/** Read the list anew from its first page; what is shown stays until that has come. */
export async function readAnew(client: QueryClient, search: Parameters<typeof listQuery>[0]): Promise<void> {
  await client.fetchInfiniteQuery({ ...listQuery(search), pages: 1, staleTime: 0 })
}

/** Freeze a selection on the server. Nothing is closed by it. */
export function createPlan(selection: PlanRequest, signal: AbortSignal) {
  return request('createPlan', { body: selection, signal })
}

/** Close the sessions of a plan. Repeating it answers with the same closure. */
export function executePlan(body: ClosureRequest) {
  return request('executePlan', { body })
}
