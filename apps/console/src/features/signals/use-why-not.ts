import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'

/** Why whoever is logged on may not change receivers and transmitters; undefined: they may. */
export function useWhyNot(): string | undefined {
  const { data: me } = useQuery(meQuery())
  if (!me || me.role === 'super-admin') return undefined
  return messages.signals.mayNotChange(messages.administrators.roles[me.role])
}
