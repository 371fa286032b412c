import { mostHeldSessions, mostHeldUsers, type PlanView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { DurationField } from '../../ui/DurationField.tsx'
import css from './CloseSessionsDialog.module.css'
import { canKeepOut, type Orders } from './orders.ts'

type Props = {
  readonly plan: PlanView | undefined
  readonly orders: Orders
  readonly write: (part: Partial<Orders>) => void
  readonly isWrong: boolean
}

/** *Keep them out, too, for 15 minutes*: the hold is stored with the closure, so that nobody slips in between. */
export function HoldWith({ plan, orders, write, isWrong }: Props) {
  const text = messages.closing
  if (plan && !canKeepOut(plan))
    return <p className={css['dim']}>{text.holdTooMany(mostHeldUsers, mostHeldSessions)}</p>
  return (
    <div className={css['hold']}>
      <Checkbox isSelected={orders.keepsOut} onChange={(keepsOut) => write({ keepsOut })}>
        {text.hold}
      </Checkbox>
      <DurationField
        label={text.holdFor}
        isLabelHidden
        unitLabel={text.holdUnit}
        units={text.holdUnits}
        value={orders.hold}
        onChange={(hold) => write({ hold, keepsOut: true })}
        error={isWrong ? text.holdWrong : undefined}
      />
      {orders.keepsOut && (
        <p className={css['below']}>
          {text.holdHint} {plan?.includesOwnSession && text.holdNotOwn}
        </p>
      )}
    </div>
  )
}
