import { useQuery } from '@tanstack/react-query'
import { type Comer, keepOut } from '../../frame/keep-out.ts'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'

type Props = {
  readonly comer: Comer
  readonly reason: string
  /** Without another question. */
  readonly isAtOnce: boolean
}

/** Keep whoever this is out for a while. */
export function KeepOutButton({ comer, reason, isAtOnce }: Props) {
  const { closures, holds } = messages
  const { data: me } = useQuery(meQuery())
  const { userId } = comer
  return (
    <Button
      look={isAtOnce ? 'plain' : 'link'}
      aria-label={isAtOnce ? closures.keepOutNow(userId) : closures.keepOutOf(userId)}
      disabledBecause={me?.role === 'auditor' ? holds.mayNotHold : undefined}
      onPress={() => keepOut({ comers: [comer], reason, isAtOnce })}
    >
      {isAtOnce ? closures.keepOutQuarter : closures.keepOut}
    </Button>
  )
}
