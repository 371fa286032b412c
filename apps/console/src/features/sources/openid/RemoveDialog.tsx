import type { SourceChange, SourceView } from '@curfew/contract'
import { messages } from '../../../messages/later-messages.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useChangeSource } from '../queries.ts'

type Props = {
  readonly source: SourceView
  readonly change: SourceChange
  readonly title: string
  readonly text: string
  readonly submit: string
  readonly onClose: () => void
}

/** Asked once more, for what was set up is gone afterwards. */
export function RemoveDialog({ source, change: wanted, title, text, submit, onClose }: Props) {
  const { openid } = messages
  const change = useChangeSource(source.id)
  const done = ({ name }: SourceView) => {
    onClose()
    toast(openid.saved(name), 'ok')
  }
  return (
    <ConfirmDialog
      title={title}
      confirm={submit}
      isDanger
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate(wanted, { onSuccess: done })}
    >
      <p>{text}</p>
    </ConfirmDialog>
  )
}
