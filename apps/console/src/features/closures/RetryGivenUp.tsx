import { useQuery } from '@tanstack/react-query'
import { explain } from '../../api/explain.ts'
import type { WhoseGivenUp } from '../../frame/given-up.ts'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useRetryGivenUp } from './queries.ts'

type Props = { readonly whose: WhoseGivenUp; readonly isEmpty: boolean }

/** Tell all of them again, now; or those of the recipient that is shown. */
export function RetryGivenUp({ whose, isEmpty }: Props) {
  const { givenUp, closures } = messages
  const { data: me } = useQuery(meQuery())
  const retry = useRetryGivenUp()
  const label = whose.recipient === '' && whose.source === '' ? givenUp.retryAll : givenUp.retryThese
  const whyNot = me?.role === 'auditor' ? closures.auditorMayNotRetry : isEmpty ? givenUp.nothingToRetry : undefined
  return (
    <Button
      disabledBecause={whyNot}
      isPending={retry.isPending}
      onPress={() =>
        retry.mutate(whose, {
          onSuccess: ({ deliveries }) => toast(givenUp.retried(deliveries)),
          onError: (error) => toast(explain(error, 'change'), 'danger'),
        })
      }
    >
      {retry.isPending ? givenUp.retrying : label}
    </Button>
  )
}
