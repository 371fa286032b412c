import { type ReactNode, useId } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal'
import css from './Dialog.module.css'

export type DialogProps = {
  readonly title: string
  readonly isOpen: boolean
  /** Esc, or outside of it where that is harmless. */
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the one that does it last. Give `hasFirstFocus` to the one that changes nothing. */
  readonly actions?: ReactNode
}

/** A dialog that a press outside of it closes. */
export function Dialog(props: DialogProps) {
  return <Frame {...props} isAlert={false} />
}

/** A question that must be answered: only a button or Esc closes it. */
export function AlertDialog(props: DialogProps) {
  return <Frame {...props} isAlert />
}

function Frame({ title, isOpen, onClose, children, actions, isAlert }: DialogProps & { readonly isAlert: boolean }) {
  const textId = useId()
  return (
    <ModalOverlay
      className={css['scrim'] ?? ''}
      isOpen={isOpen}
      isDismissable={!isAlert}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={css['modal'] ?? ''}>
        <AriaDialog
          role={isAlert ? 'alertdialog' : 'dialog'}
          className={css['dialog'] ?? ''}
          {...(isAlert ? { 'aria-describedby': textId } : {})}
        >
          <Heading slot="title" className={css['title'] ?? ''}>
            {title}
          </Heading>
          <div id={textId} className={css['content']}>
            {children}
          </div>
          {actions !== undefined && <div className={css['actions']}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
