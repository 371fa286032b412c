import type { SignalReceiverKey, SignalReceiverView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { useRotateReceiverKey } from './queries.ts'

type Props = {
  readonly receiver: SignalReceiverView
  readonly onClose: () => void
  readonly onRotated: (keyed: SignalReceiverKey) => void
}

export function RotateDialog({ receiver, onClose, onRotated }: Props) {
  const { signals } = messages
  const rotate = useRotateReceiverKey(receiver.id)
  const submit = () =>
    rotate.mutate(undefined, {
      onSuccess: (keyed) => {
        onClose()
        onRotated(keyed)
      },
    })
  return (
    <FormDialog
      title={signals.rotateTitle(receiver.name)}
      text={signals.rotateText}
      submit={signals.rotate}
      isPending={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onSubmit={submit}
    />
  )
}
