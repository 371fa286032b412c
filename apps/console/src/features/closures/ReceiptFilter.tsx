import { type ClosureView, type DeliveryStatus, deliveryStatuses } from '@curfew/contract'
import { Link } from 'react-router'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import css from './ReceiptFilter.module.css'

type Props = { readonly closure: ClosureView; readonly statuses: readonly DeliveryStatus[] }

/** One status, or all; several when a link asks for them. What nothing has is not offered. */
export function ReceiptFilter({ closure, statuses }: Props) {
  const { closures } = messages
  const { deliveries } = closure
  return (
    <nav aria-label={closures.filterLabel} className={css['filter']}>
      <Choice to="?" isCurrent={statuses.length === 0}>
        {closures.all(deliveries.total)}
      </Choice>
      {deliveryStatuses
        .filter((status) => deliveries[status] > 0 || statuses.includes(status))
        .map((status) => (
          <Choice key={status} to={`?status=${status}`} isCurrent={statuses.includes(status)}>
            {closures.filter(closures.statuses[status], deliveries[status])}
          </Choice>
        ))}
    </nav>
  )
}

function Choice({ to, isCurrent, children }: { to: string; isCurrent: boolean; children: string }) {
  return (
    <Link
      to={to}
      replace
      preventScrollReset
      className={classes(css['choice'], isCurrent && css['current'])}
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
    >
      {children}
    </Link>
  )
}
