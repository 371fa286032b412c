import type { Registration } from '@curfew/registry'

/** What was found of a session that was registered; nothing of one that was there already. */
export function marksOf(
  registration: Registration,
): Pick<Extract<Registration, { outcome: 'registered' }>, 'cameBack' | 'hold'> {
  if (registration.outcome !== 'registered') return {}
  const { cameBack, hold } = registration
  return { ...(cameBack && { cameBack }), ...(hold && { hold }) }
}
