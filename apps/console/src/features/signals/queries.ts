import type {
  NewSignalReceiverRequest,
  NewSignalTransmitterRequest,
  SignalReceiverView,
  SignalStreamRequest,
  StreamStatus,
} from '@curfew/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { isAgain } from '../../api/query-client.ts'
import { request } from '../../api/request.ts'

/** That a receiver took a SET, or a transmitter sent one, is told by no event. */
const askAgainMs = 5000

export const receiversQuery = () =>
  queryOptions({
    queryKey: ['signals', 'receivers'],
    queryFn: (context) => request('listSignalReceivers', { signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
    meta: { refetchOn: ['closures'] },
  })

export const transmittersQuery = () =>
  queryOptions({
    queryKey: ['signals', 'transmitters'],
    queryFn: (context) => request('listSignalTransmitters', { signal: context.signal, isBackground: isAgain(context) }),
    refetchInterval: askAgainMs,
    meta: { refetchOn: ['closures'] },
  })

/** The answer holds the key; nothing here keeps it once the one who asked has gone. */
export function useCreateReceiver() {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: (body: Pick<NewSignalReceiverRequest, 'name' | 'audience'> & Partial<NewSignalReceiverRequest>) =>
      request('createSignalReceiver', { body }),
    gcTime: 0,
    onSuccess,
  })
}

export function useRotateReceiverKey(id: string) {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: () => request('rotateSignalReceiverKey', { path: { id }, body: {} }),
    gcTime: 0,
    onSuccess,
  })
}

export function useSetStream(id: string) {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: (body: SignalStreamRequest) => request('setSignalStream', { path: { id }, body }),
    // The request may hold the receiver's header.
    gcTime: 0,
    onSuccess,
  })
}

export function useSetStatus() {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: ({ id, status }: { readonly id: string; readonly status: StreamStatus }) =>
      request('setSignalStatus', { path: { id }, body: { status } }),
    onSuccess,
  })
}

export function useVerify() {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: ({ id }: Pick<SignalReceiverView, 'id'>) => request('verifySignalStream', { path: { id } }),
    onSuccess,
  })
}

export function useCreateTransmitter() {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: (
      body: Pick<NewSignalTransmitterRequest, 'name' | 'issuer' | 'jwksUri' | 'audience'> &
        Partial<NewSignalTransmitterRequest>,
    ) => request('createSignalTransmitter', { body }),
    onSuccess,
  })
}

export function useSetTrust() {
  const onSuccess = useRefresh()
  return useMutation({
    mutationFn: ({ id, disabled }: { readonly id: string; readonly disabled: boolean }) =>
      request('changeSignalTransmitter', { path: { id }, body: { disabled } }),
    onSuccess,
  })
}

function useRefresh() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['signals'] })
}
