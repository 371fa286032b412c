import type { QueryClient } from '@tanstack/react-query'
import { redirect } from 'react-router'
import { pageToReturnTo } from '../api/departure.ts'
import { ProblemError } from '../api/problem-error.ts'
import { leaveIfOver } from '../api/request.ts'
import { pages } from './pages.ts'
import { aboutQuery, meQuery } from './queries.ts'

/**
 * Let an administrator in, or send whoever it is to the page that fits: the logon page, the new password that a begun logon
 * waits for, or the setup. A session that was closed or expired leaves with its farewell.
 */
export async function enter(queries: QueryClient, url: URL, onEntered: () => void): Promise<null> {
  try {
    await Promise.all([queries.ensureQueryData(meQuery(true)), queries.ensureQueryData(aboutQuery())])
    onEntered()
    return null
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { code } = error.problem
    if (code !== 'not-logged-on' && code !== 'password-change-required') {
      leaveIfOver(error.problem)
      throw error
    }
    const to = pageToReturnTo(url)
    throw redirect(to === '/' ? pages.logon : `${pages.logon}?${new URLSearchParams({ to })}`)
  }
}
