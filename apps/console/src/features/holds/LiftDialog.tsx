import type { HoldView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { whoOf } from './at-once.ts'
import css from './Holds.module.css'
import { useLiftHold } from './queries.ts'

type Props = { readonly hold: HoldView; readonly onClose: () => void }

/** Asked once more; Cancel has the first focus, and Esc changes nothing. */
export function LiftDialog({ hold, onClose }: Props) {
  const { holds, formats } = messages
  const lift = useLiftHold()
  const who = whoOf(hold.subject)
  const now = useNow()
  const doIt = () =>
    lift.mutate(hold.id, {
      onSuccess: () => {
        onClose()
        toast(holds.liftedNow(who), 'ok')
      },
    })
  return (
    <ConfirmDialog
      title={holds.liftTitle(who)}
      confirm={holds.liftConfirm}
      isDanger={false}
      isPending={lift.isPending}
      error={lift.error}
      onClose={onClose}
      onConfirm={doIt}
    >
      <p className={css['dim']}>{holds.liftText(formats.moment(new Date(hold.endsAt), now))}</p>
    </ConfirmDialog>
  )
}
