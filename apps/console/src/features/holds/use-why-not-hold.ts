import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'

/** Why whoever is logged on may not make or lift holds; undefined: they may. */
export function useWhyNotHold(): string | undefined {
  const { data: me } = useQuery(meQuery())
  return me?.role === 'auditor' ? messages.holds.mayNotHold : undefined
}
