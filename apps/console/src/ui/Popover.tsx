import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import css from './Popover.module.css'

type Props = {
  /** A `Button`; pressing it opens the popover. */
  readonly trigger: ReactElement
  /** What it is called. */
  readonly label: string
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}

/** A small panel beside the button that opens it. */
export function Popover({ trigger, label, isOpen, onOpenChange, children }: Props) {
  return (
    <DialogTrigger {...(isOpen === undefined ? {} : { isOpen })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <AriaPopover className={css['popover'] ?? ''} offset={6}>
        <Dialog aria-label={label} className={css['content'] ?? ''}>
          {typeof children === 'function' ? ({ close }) => children(close) : children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
