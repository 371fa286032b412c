import { type Departure, isOwnPage, pageToReturnTo, readDeparture } from '../../api/departure.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { request } from '../../api/request.ts'

export type Arrival = {
  /** `inside`: logged on already. `new-password`: a logon that was begun here before waits for one. */
  readonly step: 'credentials' | 'new-password' | 'inside'
  /** How the last session ended, when it is known. */
  readonly departure: Departure | null
  /** Where to go after logging on. */
  readonly goOnTo: string
}

/**
 * Who comes to the logon page: somebody whose session ended, somebody in the middle of it, or somebody new.
 *
 * @param refusal what another page was just answered with, when it was asked who is logged on
 */
export async function arrive(url: URL, refusal: Error | null): Promise<Arrival> {
  const departure = readDeparture()
  const asked = departure?.returnTo ?? url.searchParams.get('to') ?? '/'
  const goOnTo = isOwnPage(asked) ? pageToReturnTo(new URL(asked, url)) : '/'
  if (departure !== null) return { step: 'credentials', departure, goOnTo }
  const answer = refusal ?? (await request('me', { isAnonymous: true }).catch((error: Error) => error))
  if (!(answer instanceof Error)) return { step: 'inside', departure, goOnTo }
  if (!(answer instanceof ProblemError)) return { step: 'credentials', departure, goOnTo }
  const { code, farewell, command } = answer.problem
  if (code === 'password-change-required') return { step: 'new-password', departure, goOnTo }
  const known: Departure | null = farewell
    ? { why: 'closed', farewell, command: command ?? null, receipt: null, returnTo: goOnTo, leftAtMs: Date.now() }
    : null
  return { step: 'credentials', departure: known, goOnTo }
}
