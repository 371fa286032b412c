import type { NewWebhookRequest, WebhookChange, WebhookView } from '@curfew/contract'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks'],
    queryFn: (context) => request('listWebhooks', { signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['webhooks'] },
  })

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id],
    queryFn: (context) =>
      request('readWebhook', { path: { id }, signal: context.signal, isBackground: isAgain(context) }),
    meta: { refetchOn: ['webhooks'] },
  })

export const attemptsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'attempts'],
    queryFn: ({ pageParam, signal }) =>
      request('listWebhookAttempts', {
        path: { id },
        query: [['limit', '50'], ...(pageParam === null ? [] : [['cursor', pageParam] as const])],
        signal,
        isBackground: true,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    meta: { refetchOn: ['webhooks'] },
  })

/** The names of sources, to choose from. */
export const sourceNamesQuery = () =>
  queryOptions({
    queryKey: ['webhooks', 'source-names'],
    queryFn: (context) => request('listSources', { signal: context.signal, isBackground: isAgain(context) }),
  })

/** The answer holds the secret; nothing here keeps it once the one who asked has gone. */
export function useCreateWebhook() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: NewWebhookRequest) => request('createWebhook', { body }),
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ ...webhooksQuery(), exact: true }),
  })
}

export function useChangeWebhook(id: string) {
  const show = useShow()
  return useMutation({
    mutationFn: (body: WebhookChange) => request('changeWebhook', { path: { id }, body }),
    onSuccess: show,
  })
}

export function useDeleteWebhook(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => request('deleteWebhook', { path: { id } }),
    onSuccess: () => void queries.invalidateQueries({ ...webhooksQuery(), exact: true }),
  })
}

/** Kept as little as the secret of `useCreateWebhook`. */
export function useRotateSecret(id: string) {
  const show = useShow()
  return useMutation({
    mutationFn: (overlapSeconds: number) => request('rotateWebhookSecret', { path: { id }, body: { overlapSeconds } }),
    gcTime: 0,
    onSuccess: ({ webhook }) => show(webhook),
  })
}

export function useTestWebhook(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => request('testWebhook', { path: { id } }),
    onSuccess: () => void queries.invalidateQueries(attemptsQuery(id)),
  })
}

export function useRetryWebhook(id: string) {
  const show = useShow()
  return useMutation({ mutationFn: () => request('retryWebhook', { path: { id } }), onSuccess: show })
}

/** Show a webhook as it is now, here and in the list. */
function useShow() {
  const queries = useQueryClient()
  return (webhook: WebhookView) => {
    queries.setQueryData(webhookQuery(webhook.id).queryKey, webhook)
    void queries.invalidateQueries({ ...webhooksQuery(), exact: true })
  }
}
