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

/** Who comes to the logon page: somebody whose session ended, somebody in the middle of it, or somebody new. */
export async function arrive(url: URL): Promise<Arrival> {
  const departure = readDeparture()
  const asked = departure?.returnTo ?? url.searchParams.get('to') ?? '/'
  const goOnTo = isOwnPage(asked) ? pageToReturnTo(new URL(asked, url)) : '/'
  if (departure !== null) return { step: 'credentials', departure, goOnTo }
  try {
    await request('me', { isAnonymous: true })
    return { step: 'inside', departure, goOnTo }
  } catch (error) {
    if (!(error instanceof ProblemError)) return { step: 'credentials', departure, goOnTo }
    const { code, farewell, command } = error.problem
    if (code === 'password-change-required') return { step: 'new-password', departure, goOnTo }
    const known: Departure | null = farewell
      ? { why: 'closed', farewell, command: command ?? null, receipt: null, returnTo: goOnTo, leftAtMs: Date.now() }
      : null
    return { step: 'credentials', departure: known, goOnTo }
  }
}
