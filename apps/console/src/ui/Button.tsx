import { type ReactNode, type Ref, useId } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import css from './Button.module.css'
import { classes } from './classes.ts'
import { Hidden } from './Hidden.tsx'
import { Tooltip } from './Tooltip.tsx'

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet' | 'link'

export type ButtonProps = Omit<
  AriaButtonProps,
  'className' | 'style' | 'isDisabled' | 'autoFocus' | 'children' | 'render'
> & {
  readonly look?: ButtonLook
  /** Square, for a sign instead of words; give it an `aria-label`. */
  readonly isIcon?: boolean
  /** Why it cannot be pressed now. It stays focusable and says so on hover, on focus and to screen readers. */
  readonly disabledBecause?: string | undefined
  /** What else there is to know, on hover and on focus. */
  readonly tip?: string | undefined
  /** Takes the focus when it appears: in a dialog, the one that changes nothing. */
  readonly hasFirstFocus?: boolean
  readonly className?: string | undefined
  readonly ref?: Ref<HTMLButtonElement>
  readonly children: ReactNode
}

/** A button. There is no way to disable one without saying why. */
export function Button({ look = 'plain', isIcon = false, disabledBecause, tip, className, ...given }: ButtonProps) {
  const { hasFirstFocus = false, ...others } = given
  const props = hasFirstFocus ? { ...others, autoFocus: true } : others
  const reasonId = useId()
  const named = classes(css['button'], css[look], isIcon && css['icon'], className)
  if (disabledBecause === undefined)
    return (
      <Tooltip text={tip}>
        <AriaButton {...props} className={named} />
      </Tooltip>
    )
  const { onPress: _press, onPressStart: _start, onPressEnd: _end, children, ...rest } = props
  return (
    <Tooltip text={disabledBecause}>
      <AriaButton {...rest} type="button" className={named} aria-disabled="true" aria-describedby={reasonId}>
        {children}
        <Hidden id={reasonId}>{disabledBecause}</Hidden>
      </AriaButton>
    </Tooltip>
  )
}
