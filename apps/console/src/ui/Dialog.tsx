import { lazy, type ReactNode, Suspense } from 'react'

export type DialogProps = {
  readonly title: string
  readonly isOpen: boolean
  /** Esc, or outside of it where that is harmless. */
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the one that does it last. Give `hasFirstFocus` to the one that changes nothing. */
  readonly actions?: ReactNode
}

/** Fetched with the first dialog, or ahead of it. */
const loadModal = async () => ({ default: (await import('./ModalFrame.tsx')).ModalFrame })
const ModalFrame = lazy(loadModal)

/** Fetch what dialogs are made of while there is time, so that the first one opens at once. */
export function fetchDialogs(): void {
  loadModal().catch(() => {})
}

/** A dialog that a press outside of it closes. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense>
      <ModalFrame {...props} isAlert={false} />
    </Suspense>
  )
}

/** A question that must be answered: only a button or Esc closes it. */
export function AlertDialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense>
      <ModalFrame {...props} isAlert />
    </Suspense>
  )
}
