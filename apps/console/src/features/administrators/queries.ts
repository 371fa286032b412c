import type { AdministratorChange, NewAdministratorRequest } from '@curfew/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

export const administratorsQuery = () =>
  queryOptions({
    queryKey: ['administrators'],
    queryFn: (context) => request('listAdministrators', { signal: context.signal, isBackground: isAgain(context) }),
    // Logging on and off changes how many sessions are open.
    meta: { refetchOn: ['sessions'] },
  })

export function useCreateAdministrator() {
  return useMutation({
    mutationFn: (body: NewAdministratorRequest) => request('createAdministrator', { body }),
    onSuccess: useRefresh(),
  })
}

export function useChangeAdministrator(id: string) {
  return useMutation({
    mutationFn: (body: AdministratorChange) => request('changeAdministrator', { path: { id }, body }),
    onSuccess: useRefresh(),
  })
}

export function useResetPassword(id: string) {
  return useMutation({
    mutationFn: () => request('resetPassword', { path: { id } }),
    onSuccess: useRefresh(),
  })
}

function useRefresh() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries(administratorsQuery())
}
