import type { ClosureView, DeliveryStatus } from '@curfew/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'
import type { WhoseGivenUp } from '../../frame/given-up.ts'
import { leftToDo } from './standing.ts'

const pageSize = 50
/** Should an event get lost, a closure that is being done is asked for at this pace all the same. */
const askAgainMs = 5000

export const closuresQuery = () =>
  infiniteQueryOptions({
    queryKey: ['closures'],
    queryFn: (context) =>
      request('listClosures', {
        query: pageOf(context.pageParam),
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { refetchOn: ['closures'] },
  })

export const closureQuery = (id: string) =>
  queryOptions({
    queryKey: ['closure', id],
    queryFn: (context) =>
      request('readClosure', { path: { id }, signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: ({ state }) => (state.data && leftToDo(state.data, new Date()) > 0 ? askAgainMs : false),
    meta: { refetchOn: ['closures'] },
  })

/** @param statuses none: all */
export const receiptsQuery = (id: string, statuses: readonly DeliveryStatus[]) =>
  infiniteQueryOptions({
    queryKey: ['receipts', id, ...statuses],
    queryFn: (context) =>
      request('listReceipts', {
        path: { id },
        query: [...statusesOf(statuses), ...pageOf(context.pageParam)],
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { refetchOn: ['closures'] },
  })

export const comingsBackQuery = (id: string) =>
  queryOptions({
    queryKey: ['closure', id, 'returns'],
    queryFn: (context) =>
      request('listComingsBack', { path: { id }, signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['closures'] },
  })

/** Who is kept out now, the next to come free first. */
export const holdsInForceQuery = () =>
  queryOptions({
    queryKey: ['holds', 'in-force'],
    queryFn: (context) =>
      request('listHolds', { query: [['inForce', 'yes']], signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['holds'] },
  })

/** Tell the unreachable again now. */
export function useRetry(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => request('retryDeliveries', { path: { id } }),
    onSuccess: (closure: ClosureView) => {
      queries.setQueryData(closureQuery(id).queryKey, closure)
      void queries.invalidateQueries({ queryKey: ['receipts', id] })
    },
  })
}

/** Tell one recipient again now. */
export function useRetryReceipt() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request('retryReceipt', { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => showingReceipts.has(kind) }),
  })
}
const showingReceipts: ReadonlySet<unknown> = new Set(['receipts', 'closure', 'given-up'])

/** Tell again now whom nobody tries to tell any more. */
export function useRetryGivenUp() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ recipient, source }: WhoseGivenUp) =>
      request('retryGivenUp', { body: { ...(recipient !== '' && { recipient }), ...(source !== '' && { source }) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['given-up'] }),
  })
}

const pageOf = (cursor: string): [string, string][] => [
  ['limit', String(pageSize)],
  ...(cursor === '' ? [] : [['cursor', cursor] as [string, string]]),
]
const statusesOf = (statuses: readonly DeliveryStatus[]) =>
  statuses.map((status): [string, string] => ['status', status])
