import { type EventName } from '@curfew/contract'
import { QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { ProblemError } from './problem-error.ts'

/** What a query says about itself: the events after which it is worth asking again. */
declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly refetchOn?: readonly EventName[] }
    defaultError: Error
  }
}

/** What the server refuses once it refuses again; what did not arrive may arrive the next time. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
        refetchOnWindowFocus: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/**
 * Whether the page asks by itself for what it shows already, which keeps nobody's session from going idle. More of a list is
 * asked for by somebody.
 */
export function isAgain({ client, queryKey }: Pick<QueryFunctionContext, 'client' | 'queryKey'>): boolean {
  const state = client.getQueryState(queryKey)
  return state?.data !== undefined && state.fetchMeta?.fetchMore === undefined
}

/**
 * Ask again for whatever said that it depends on one of these events. Queries that nobody looks at are asked when
 * somebody does.
 */
export function refetchAfter(client: QueryClient, names: readonly EventName[]): void {
  void client.invalidateQueries({
    predicate: ({ meta }) => names.some((name) => meta?.refetchOn?.includes(name) === true),
  })
}
