import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Navigate, useLocation } from 'react-router'
import { pageToReturnTo } from '../api/departure.ts'
import { useStartEvents } from '../api/events-context.tsx'
import { ProblemError } from '../api/problem-error.ts'
import { leaveIfOver } from '../api/request.ts'
import { BrokenPage } from './BrokenPage.tsx'
import { pages } from './pages.ts'
import { aboutQuery, meQuery } from './queries.ts'

/**
 * Let an administrator in, or send whoever it is to the logon page: to log on, or to choose the new password that a begun
 * logon waits for. A session that was closed or expired leaves with its farewell.
 */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { data: me, error } = useQuery(meQuery(true))
  useQuery(aboutQuery())
  const startEvents = useStartEvents()
  const location = useLocation()
  const isIn = me !== undefined

  useEffect(() => {
    if (isIn) startEvents()
  }, [isIn, startEvents])
  useEffect(() => {
    if (error instanceof ProblemError && !needsLogon(error)) leaveIfOver(error.problem)
  }, [error])

  if (isIn) return children
  if (error === null) return null
  if (!(error instanceof ProblemError)) return <BrokenPage error={error} />
  if (!needsLogon(error)) return null
  const to = pageToReturnTo(location)
  return <Navigate to={to === '/' ? pages.logon : `${pages.logon}?${new URLSearchParams({ to })}`} replace />
}

function needsLogon({ problem }: ProblemError): boolean {
  return problem.code === 'not-logged-on' || problem.code === 'password-change-required'
}
