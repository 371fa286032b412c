import type { LogonAnswer, SetupRequest } from '@curfew/contract'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { meQuery } from '../../frame/queries.ts'
import { arrive } from './arrive.ts'

/** Asked once for each time that somebody comes to the page. */
export const arrivalQuery = (queries: QueryClient) =>
  queryOptions({
    queryKey: ['arrival'],
    queryFn: () => arrive(new URL(location.href), queries.getQueryState(meQuery().queryKey)?.error ?? null),
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    networkMode: 'always',
  })

/** Log on from the browser: the credential is in a cookie that no script reads. */
export function useLogOn() {
  return useMutation({
    mutationFn: (typed: { readonly userId: string; readonly password: string }) =>
      request('logon', { body: typed, isAnonymous: true }),
    onSuccess: useWelcome(),
  })
}

/** Finish a begun logon with a password of one's own. */
export function useFinishLogon() {
  return useMutation({
    mutationFn: (newPassword: string) => request('finishLogon', { body: { newPassword }, isAnonymous: true }),
    onSuccess: useWelcome(),
  })
}

/** Create the first administrator, and log on. */
export function useSetUp() {
  return useMutation({
    mutationFn: (first: SetupRequest) => request('setup', { body: first, isAnonymous: true }),
    onSuccess: useWelcome(),
  })
}

function useWelcome() {
  const queries = useQueryClient()
  return (answer: LogonAnswer) => {
    if (answer.next === 'done') queries.setQueryData(meQuery().queryKey, answer.me)
  }
}
