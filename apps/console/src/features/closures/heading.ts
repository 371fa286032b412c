import type { ClosureView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'

/** What a closure is called: what it does, or what it has done. */
export function headingOf({ state, planned, closed }: ClosureView): string {
  const { closures } = messages
  if (state === 'closing') return closures.closing(planned)
  return state === 'interrupted' ? closures.interrupted(closed, planned) : closures.closed(closed)
}
