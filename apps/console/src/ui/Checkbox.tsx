import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox'
import css from './Checkbox.module.css'
import { classes } from './classes.ts'

export type CheckboxProps = Omit<AriaCheckboxProps, 'className' | 'style' | 'children' | 'render'> & {
  readonly className?: string | undefined
  readonly children?: ReactNode
}

export function Checkbox({ className, children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className={classes(css['checkbox'], className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={css['box']} aria-hidden="true">
            <CheckSign state={isIndeterminate ? 'mixed' : isSelected ? 'on' : 'off'} />
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}

/** The drawn box alone, for a cell that is a checkbox itself. */
export function CheckSign({ state }: { readonly state: 'on' | 'off' | 'mixed' }) {
  return (
    <svg viewBox="0 0 16 16" className={classes(css['sign'], css[state])} aria-hidden="true">
      <rect x="0.75" y="0.75" width="14.5" height="14.5" rx="4" className={css['frame']} />
      {state === 'on' && <path d="m4.4 8.3 2.5 2.5 4.9-5.4" className={css['stroke']} />}
      {state === 'mixed' && <path d="M4.6 8h6.8" className={css['stroke']} />}
    </svg>
  )
}
