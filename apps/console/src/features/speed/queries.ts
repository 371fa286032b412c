import type { SpeedTarget, SpeedWindow } from '@curfew/contract'
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

const askAgainMs = 10_000

export const speedQuery = (window: SpeedWindow) =>
  queryOptions({
    queryKey: ['speed', window],
    queryFn: (context) =>
      request('readSpeed', { query: [['window', window]], signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
    // The figures of one time stay until those of another have come: nothing jumps.
    placeholderData: keepPreviousData,
    meta: { refetchOn: ['closures'] },
  })

export function useSetTarget() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: SpeedTarget) => request('setSpeedTarget', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['speed'] }),
  })
}
