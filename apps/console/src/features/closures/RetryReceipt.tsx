import type { ReceiptView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { explain } from '../../api/explain.ts'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useRetryReceipt } from './queries.ts'

/** Tell this one recipient again, now; also one that has refused. */
export function RetryReceipt({ receipt }: { readonly receipt: ReceiptView }) {
  const { closures } = messages
  const { data: me } = useQuery(meQuery())
  const retry = useRetryReceipt()
  return (
    <Button
      look="link"
      aria-label={closures.retryOne(receipt.userId, receipt.recipient)}
      disabledBecause={me?.role === 'auditor' ? closures.auditorMayNotRetry : undefined}
      isPending={retry.isPending}
      onPress={() =>
        retry.mutate(receipt.id, {
          onSuccess: () => toast(closures.retried),
          onError: (error) => toast(explain(error, 'change'), 'danger'),
        })
      }
    >
      {retry.isPending ? closures.retrying : closures.retry}
    </Button>
  )
}
