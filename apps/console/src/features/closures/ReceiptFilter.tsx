import { type ClosureView, type DeliveryStatus, deliveryStatuses } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Choice, Choices } from '../../ui/Choices.tsx'

type Props = { readonly closure: ClosureView; readonly statuses: readonly DeliveryStatus[] }

/** One status, or all; several when a link asks for them. What nothing has is not offered. */
export function ReceiptFilter({ closure, statuses }: Props) {
  const { closures } = messages
  const { deliveries } = closure
  return (
    <Choices label={closures.filterLabel}>
      <Choice to="?" isCurrent={statuses.length === 0}>
        {closures.all(deliveries.total)}
      </Choice>
      {deliveryStatuses
        .filter((status) => deliveries[status] > 0 || statuses.includes(status))
        .map((status) => (
          <Choice key={status} to={`?status=${status}`} isCurrent={statuses.includes(status)}>
            {closures.filter(nameOf(status), deliveries[status])}
          </Choice>
        ))}
    </Choices>
  )
}

/** What was only accepted is counted with what was acknowledged. */
function nameOf(status: DeliveryStatus): string {
  const { closures } = messages
  return status === 'acknowledged' ? closures.acknowledgedOrAccepted : closures.statuses[status]
}
