import type { ClosureRequest, ClosureView, PlanRequest, PlanView } from '@curfew/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../api/problem-error.ts'
import { createPlan, executePlan } from './queries.ts'

/**
 * A plan, frozen on the server when the dialog opens, and its execution. One that expired is made anew and waits for
 * another OK: what it would close may have changed.
 *
 * @param nonce another one for every opening of the dialog: the same selection may hit other sessions now
 */
export function usePlan(
  selection: PlanRequest,
  nonce: number,
  onClosed: (closure: ClosureView, plan: PlanView) => void,
) {
  const [expired, setExpired] = useState<PlanView | null>(null)
  const planned = useQuery({
    queryKey: ['plans', nonce, expired?.id ?? null],
    queryFn: ({ signal }) => createPlan(selection, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const closing = useMutation({
    mutationFn: ({ request }: { readonly plan: PlanView; readonly request: ClosureRequest }) => executePlan(request),
    onSuccess: (closure, { plan }) => onClosed(closure, plan),
    onError: (error, { plan }) => {
      if (isGone(error)) setExpired(plan)
    },
  })

  const { data: plan } = planned
  return {
    plan,
    failure: planned.error,
    /** How many the plan that expired would have closed; null: none did. */
    countBefore: expired === null ? null : expired.count,
    /** Why OK did not do it. A plan that expired is no failure: there is a new one. */
    refusal: closing.error && !isGone(closing.error) ? closing.error : null,
    isClosing: closing.isPending,
    planAgain: () => void planned.refetch(),
    execute: (request: ClosureRequest) => {
      if (plan && !closing.isPending) closing.mutate({ plan, request })
    },
  }
}

function isGone(error: Error): boolean {
  return error instanceof ProblemError && (error.problem.code === 'plan-expired' || error.problem.code === 'not-found')
}
