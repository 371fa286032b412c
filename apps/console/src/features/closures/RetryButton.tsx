import type { ClosureView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { explain } from '../../api/explain.ts'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button, type ButtonLook } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useRetry } from './queries.ts'

type Props = { readonly closure: ClosureView; readonly look?: ButtonLook }

/** Tell the unreachable recipients of a closure again, now. */
export function RetryButton({ closure, look = 'plain' }: Props) {
  const { closures } = messages
  const { data: me } = useQuery(meQuery())
  const retry = useRetry(closure.id)
  const whyNot =
    me?.role === 'auditor'
      ? closures.auditorMayNotRetry
      : closure.deliveries.unreachable === 0
        ? closures.nothingToRetry
        : undefined
  return (
    <Button
      look={look}
      disabledBecause={whyNot}
      isPending={retry.isPending}
      onPress={() =>
        retry.mutate(undefined, {
          onSuccess: () => toast(closures.retried),
          onError: (error) => toast(explain(error, 'change'), 'danger'),
        })
      }
    >
      {retry.isPending ? closures.retrying : closures.retry}
    </Button>
  )
}
