import type { HoldView } from '@curfew/contract'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
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
    <AlertDialog
      isOpen
      title={holds.liftTitle(who)}
      onClose={onClose}
      actions={
        <>
          <Button hasFirstFocus onPress={onClose}>
            {holds.cancel}
          </Button>
          <Button look="primary" isPending={lift.isPending} onPress={doIt}>
            {holds.liftConfirm}
          </Button>
        </>
      }
    >
      <p className={css['dim']}>{holds.liftText(formats.moment(new Date(hold.endsAt), now))}</p>
      {lift.error && (
        <Banner tone="danger" announce="now">
          {explain(lift.error, 'change')}
        </Banner>
      )}
    </AlertDialog>
  )
}
