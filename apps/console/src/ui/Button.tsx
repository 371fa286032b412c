import { type ReactNode, type RefObject, useId, useRef } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import css from './Button.module.css'
import { classes } from './classes.ts'
import { Hidden } from './Hidden.tsx'
import { Tooltip, useTooltip } from './Tooltip.tsx'

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet' | 'link'

type NotOurs = 'isPending' | 'className' | 'style' | 'isDisabled' | 'autoFocus' | 'children' | 'render'
type NotOursEither = 'onHoverStart' | 'onHoverEnd' | 'onFocus' | 'onBlur' | 'aria-describedby'

export type ButtonProps = Omit<AriaButtonProps, NotOurs | NotOursEither> & {
  readonly look?: ButtonLook
  /** Square, for a sign instead of words; give it an `aria-label`. */
  readonly isIcon?: boolean
  /** Why it cannot be pressed now. It stays focusable and says so on hover, on focus and to screen readers. */
  readonly disabledBecause?: string | undefined
  /** What it does is being done. It keeps the focus, its words say so, and it cannot be pressed again. */
  readonly isPending?: boolean
  /** What else there is to know, on hover and on focus. */
  readonly tip?: string | undefined
  /** Takes the focus when it appears: in a dialog, the one that changes nothing. */
  readonly hasFirstFocus?: boolean
  readonly className?: string | undefined
  readonly ref?: RefObject<HTMLButtonElement | null>
  readonly children: ReactNode
}

/** A button. There is no way to disable one without saying why. */
export function Button({
  look = 'plain',
  isIcon = false,
  disabledBecause,
  tip,
  className,
  ref,
  ...given
}: ButtonProps) {
  const { hasFirstFocus = false, isPending = false, children, onPress, onPressStart, onPressEnd, type, ...rest } = given
  const id = useId()
  const ownRef = useRef<HTMLButtonElement>(null)
  const button = ref ?? ownRef
  const tooltip = useTooltip()
  const hint = disabledBecause ?? tip
  const whilePossible = {
    ...(onPress ? { onPress } : {}),
    ...(onPressStart ? { onPressStart } : {}),
    ...(onPressEnd ? { onPressEnd } : {}),
    ...(type ? { type } : {}),
  }
  return (
    <>
      <AriaButton
        {...rest}
        {...(disabledBecause === undefined && !isPending ? whilePossible : { 'aria-disabled': 'true' })}
        {...(hasFirstFocus ? { autoFocus: true } : {})}
        {...(hint === undefined ? {} : { 'aria-describedby': id })}
        ref={button}
        className={classes(css['button'], css[look], isIcon && css['icon'], isPending && css['pending'], className)}
        onHoverStart={tooltip.onPointerIn}
        onHoverEnd={tooltip.onPointerOut}
        onFocus={tooltip.onFocus}
        onBlur={tooltip.onBlur}
      >
        {children}
      </AriaButton>
      {hint !== undefined && <Hidden id={id}>{hint}</Hidden>}
      {hint !== undefined && tooltip.isOpen && (
        <Tooltip id={`${id}-tooltip`} text={hint} anchor={button} tooltip={tooltip} />
      )}
    </>
  )
}
