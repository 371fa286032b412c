import type { LogonAnswer, SetupRequest } from '@curfew/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { meQuery } from '../../frame/queries.ts'

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

/** What was known before belongs to whoever was here before. */
function useWelcome() {
  const queries = useQueryClient()
  return (answer: LogonAnswer) => {
    queries.clear()
    if (answer.next === 'done') queries.setQueryData(meQuery().queryKey, answer.me)
  }
}
