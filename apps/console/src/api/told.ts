import type { LogoffEvent, Problem } from '@curfew/contract'
import type { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../frame/queries.ts'
import { keepTheme } from '../ui/theme.ts'
import { type Departure, exit, forgetReceipt, leave } from './departure.ts'
import { leaveIfOver, request } from './request.ts'

/**
 * The own session is over: say that it was heard, and leave for the logon page at once.
 *
 * The report is sent to its end even though the page goes; waiting for its answer would keep on the screen what its user may
 * no longer see.
 *
 * @param logoff null when somebody logged off here: that has been answered
 */
export function beTold(logoff: LogoffEvent | null): void {
  if (logoff === null) return leaveLoggedOff()
  const { receipt, ...farewell } = logoff
  const body = { receipt, step: 'told' } as const
  request('reportEnded', { body, keepalive: true, isAnonymous: true }).catch(() => {})
  leave({ why: 'closed', farewell, command: null, receipt })
}

/** Logged off, here or in another tab. */
export function leaveLoggedOff(): void {
  leave({ why: 'logged-off', farewell: null, command: null, receipt: null })
}

/**
 * Something says that the session may be over, and does not prove it: ask. When it is, the answer leaves for the logon page;
 * when somebody else is logged on here by now, the page is theirs and begins anew.
 */
export const lookAgain = (queries: QueryClient) => (refusal: Problem | null) => {
  if (refusal !== null) leaveIfOver(refusal)
  if (exit.isTaken) return
  const known = queries.getQueryData(meQuery().queryKey)
  request('me', { isBackground: true }).then(
    (me) => {
      if (known !== undefined && known.sessionId !== me.sessionId) location.reload()
    },
    // Over: it has left. Unreachable: the notice says so.
    () => {},
  )
}

/** A tab that slept through its own end may wake when somebody else is logged on here; its report would log them off. */
const freshMs = 60_000

/** From the logon page: the end was not only heard, nothing of the session is on the screen any more. */
export async function reportAtLogonPage(departure: Departure, nowMs: number): Promise<void> {
  const { receipt, leftAtMs } = departure
  if (receipt === null) return
  forgetReceipt()
  if (nowMs - leftAtMs > freshMs) return
  await request('reportEnded', { body: { receipt, step: 'at-logon-page' }, isAnonymous: true }).catch(() => {})
  keepTheme()
}
