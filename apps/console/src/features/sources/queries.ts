import type { NewNasRequest, NewSourceRequest, SourceChange, SourceView } from '@curfew/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

/** That a source called is told by no event. */
const askAgainMs = 5000

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources'],
    queryFn: (context) => request('listSources', { signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
    meta: { refetchOn: ['closures'] },
  })

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id],
    queryFn: (context) =>
      request('readSource', { path: { id }, signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
    meta: { refetchOn: ['closures'] },
  })

/** What NASes send, as far as it became no session. */
export const accountingQuery = () =>
  queryOptions({
    queryKey: ['accounting'],
    queryFn: (context) => request('readAccounting', { signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
  })

/** The answer holds the key; nothing here keeps it once the one who asked has gone. */
export function useCreateSource() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewSourceRequest) => request('createSource', { body }),
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries(sourcesQuery()),
  })
}

/** The request holds the secret, which goes with the one who asked. */
export function useCreateNas() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewNasRequest) => request('createNas', { body }),
    gcTime: 0,
    onSuccess: () => {
      void queries.invalidateQueries(sourcesQuery())
      void queries.invalidateQueries(accountingQuery())
    },
  })
}

export function useChangeSource(id: string) {
  const show = useShow()
  return useMutation({
    mutationFn: (body: SourceChange) => request('changeSource', { path: { id }, body }),
    // What is changed may be a secret.
    gcTime: 0,
    onSuccess: show,
  })
}

export function useRetrySource(id: string) {
  const show = useShow()
  return useMutation({ mutationFn: () => request('retrySource', { path: { id } }), onSuccess: show })
}

/** The answer holds the new key, which is kept as little as that of `useCreateSource`. */
export function useRotateKey(id: string) {
  const show = useShow()
  return useMutation({
    mutationFn: (overlapSeconds: number) => request('rotateSourceKey', { path: { id }, body: { overlapSeconds } }),
    gcTime: 0,
    onSuccess: ({ source }) => show(source),
  })
}

/** Show a source as it is now, here and in the list. */
function useShow() {
  const queries = useQueryClient()
  return (source: SourceView) => {
    queries.setQueryData(sourceQuery(source.id).queryKey, source)
    void queries.invalidateQueries({ ...sourcesQuery(), exact: true })
  }
}
