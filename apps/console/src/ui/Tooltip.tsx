import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import css from './Tooltip.module.css'

type Props = {
  /** What is said on hover and on focus. Without it the child stands alone. */
  readonly text: string | undefined
  readonly placement?: 'top' | 'bottom' | 'left' | 'right'
  /** A button, a link or something else that takes the focus. */
  readonly children: ReactElement
}

export function Tooltip({ text, placement = 'top', children }: Props) {
  return (
    <TooltipTrigger delay={400} closeDelay={80} isDisabled={text === undefined}>
      {children}
      <AriaTooltip className={css['tooltip'] ?? ''} placement={placement} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
