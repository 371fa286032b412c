import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { isAgain } from '../api/query-client.ts'
import { request } from '../api/request.ts'

const pageSize = 50

/** Whose; both empty: all. */
export type WhoseGivenUp = { readonly recipient: string; readonly source: string }

export const givenUpQuery = (whose: WhoseGivenUp) =>
  infiniteQueryOptions({
    queryKey: ['given-up', whose],
    queryFn: (context) =>
      request('listGivenUp', {
        query: [
          ...Object.entries(whose).filter(([, value]) => value !== ''),
          ['limit', String(pageSize)],
          ...(context.pageParam === '' ? [] : [['cursor', context.pageParam] as [string, string]]),
        ],
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { refetchOn: ['closures'] },
  })

/** How many there are in all. */
export const givenUpCountQuery = () =>
  queryOptions({
    queryKey: ['given-up', 'count'],
    queryFn: (context) =>
      request('listGivenUp', { query: [['limit', '1']], signal: context.signal, isBackground: isAgain(context) }),
    select: ({ total }) => total,
    meta: { refetchOn: ['closures'] },
  })
