import type { NewHoldRequest, SettingsChange } from '@curfew/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

const pageSize = '50'

/** Who is kept out now, the next to come free first. */
export const holdsInForceQuery = () =>
  queryOptions({
    queryKey: ['holds', 'in-force'],
    queryFn: (context) =>
      request('listHolds', { query: [['inForce', 'yes']], signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['holds'] },
  })

/** All that are kept, newest first. */
export const holdsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['holds', 'all'],
    queryFn: (context) =>
      request('listHolds', {
        query: [['limit', pageSize], ...(context.pageParam === '' ? [] : [['cursor', context.pageParam] as const])],
        signal: context.signal,
        isBackground: isAgain(context),
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { refetchOn: ['holds'] },
  })

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['holds', 'sources'],
    queryFn: ({ signal }) => request('listSources', { signal }),
  })

export const settingsQuery = () =>
  queryOptions({ queryKey: ['settings'], queryFn: ({ signal }) => request('readSettings', { signal }) })

/** One after the other; what was made before one is refused stays made, and is not made again. */
export function useCreateHolds() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({
      bodies,
      made,
    }: {
      readonly bodies: readonly NewHoldRequest[]
      readonly made: Set<string>
    }) => {
      let last = null
      for (const body of bodies) {
        const key = JSON.stringify(body.subject)
        if (made.has(key)) continue
        last = await request('createHold', { body })
        made.add(key)
      }
      return { last, count: made.size }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['holds'] }),
  })
}

export function useLiftHold() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request('liftHold', { path: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['holds'] }),
  })
}

export function useChangeSettings() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: SettingsChange) => request('changeSettings', { body }),
    onSuccess: (settings) => queries.setQueryData(settingsQuery().queryKey, settings),
  })
}
