import type { SourceChange, SourceView } from '@curfew/contract'
import { explain } from '../../../api/explain.ts'
import { messages } from '../../../messages/later-messages.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { AlertDialog } from '../../../ui/Dialog.tsx'
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
    <AlertDialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} hasFirstFocus>
            {openid.cancel}
          </Button>
          <Button look="danger" isPending={change.isPending} onPress={() => change.mutate(wanted, { onSuccess: done })}>
            {submit}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      {change.error && (
        <Banner tone="danger" announce="now">
          {explain(change.error, 'change')}
        </Banner>
      )}
    </AlertDialog>
  )
}
