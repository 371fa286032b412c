import { queryOptions } from '@tanstack/react-query'
import { request } from '../api/request.ts'

/** Who is logged on. On the frame's way in a missing session is an answer; afterwards it is a reason to leave. */
export const meQuery = (isAnonymous = false) =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => request('me', { signal, isAnonymous }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })

export const aboutQuery = () =>
  queryOptions({
    queryKey: ['about'],
    queryFn: ({ signal }) => request('about', { signal, isAnonymous: true }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
