import { useId } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { DialogProps } from './Dialog.tsx'
import css from './ModalFrame.module.css'

type Props = Omit<DialogProps, 'isOpen'> & { readonly isAlert: boolean }

/** What a dialog is made of; it is open for as long as it is there. */
export function ModalFrame({ title, onClose, children, actions, isAlert }: Props) {
  const textId = useId()
  return (
    <ModalOverlay
      className={css['scrim'] ?? ''}
      isOpen
      isDismissable={!isAlert}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
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
