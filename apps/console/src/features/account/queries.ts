import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { meQuery } from '../../frame/queries.ts'

/** Change the own password: one's other sessions end, and this one gets a new credential. */
export function useChangePassword() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly currentPassword: string; readonly newPassword: string }) =>
      request('changePassword', { body }),
    onSuccess: (answer) => {
      if (answer.next === 'done') queries.setQueryData(meQuery().queryKey, answer.me)
    },
  })
}
