import type { ReactNode } from 'react'
import { explain } from '../api/explain.ts'
import { messages } from '../messages/messages.ts'
import { Banner } from './Banner.tsx'
import { Button } from './Button.tsx'
import { AlertDialog } from './Dialog.tsx'

type Props = {
  readonly title: string
  /** What the button that does it says. */
  readonly confirm: string
  readonly isDanger: boolean
  readonly isPending: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onConfirm: () => void
  readonly children: ReactNode
}

/** Asked once more; Cancel has the first focus, and Esc sends nothing. */
export function ConfirmDialog({ title, confirm, isDanger, isPending, error, onClose, onConfirm, children }: Props) {
  return (
    <AlertDialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} hasFirstFocus>
            {messages.kit.cancel}
          </Button>
          <Button look={isDanger ? 'danger' : 'primary'} isPending={isPending} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {error && (
        <Banner tone="danger" announce="now">
          {explain(error, 'change')}
        </Banner>
      )}
    </AlertDialog>
  )
}
