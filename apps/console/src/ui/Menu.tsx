import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import { classes } from './classes.ts'
import { Caret } from './icons.tsx'
import css from './Menu.module.css'

export type MenuEntry = {
  readonly id: string
  readonly label: string
  readonly detail?: string
  /** Where it leads; without it `onAction` is called. */
  readonly href?: string
  /** The page one is on, or the choice that holds. */
  readonly isCurrent?: boolean
  readonly isDanger?: boolean
  /** Why it cannot be chosen now; shown in place of the detail. */
  readonly disabledBecause?: string | undefined
}

export type MenuProps = {
  /** What the button shows. */
  readonly children: ReactNode
  readonly entries: readonly MenuEntry[]
  readonly onAction?: (id: string) => void
  /** What the button is called, when its face does not say it. */
  readonly label?: string
  readonly hasCaret?: boolean
  readonly className?: string | undefined
}

/** Fetched when somebody reaches for a menu: no page needs it to be shown. */
const loadOpenMenu = async () => ({ default: (await import('./OpenMenu.tsx')).OpenMenu })
const OpenMenu = lazy(loadOpenMenu)
const reachFor = () => void loadOpenMenu().catch(() => {})

/** A button that opens a list of acts or pages. */
export function Menu({ children, entries, onAction, label, hasCaret = true, className }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const openWithArrow: NonNullable<ButtonProps['onKeyDown']> = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setIsOpen(true)
    // React Aria keeps to itself what a button hears; the page's own keys must work here too.
    else event.continuePropagation()
  }
  return (
    <>
      <AriaButton
        ref={button}
        className={classes(css['button'], className)}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onHoverStart={reachFor}
        onFocus={reachFor}
        onPress={() => setIsOpen(!isOpen)}
        onKeyDown={openWithArrow}
        {...(label ? { 'aria-label': label } : {})}
      >
        {children}
        {hasCaret && <Caret />}
      </AriaButton>
      {isOpen && (
        <Suspense>
          <OpenMenu button={button} entries={entries} onAction={onAction} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
