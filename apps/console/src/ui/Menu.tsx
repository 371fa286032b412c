import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { classes } from './classes.ts'
import css from './Menu.module.css'
import { Caret } from './Select.tsx'

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

/** A button that opens a list of acts or pages. */
export function Menu({ children, entries, onAction, label, hasCaret = true, className }: MenuProps) {
  return (
    <MenuTrigger>
      <AriaButton className={classes(css['button'], className)} {...(label ? { 'aria-label': label } : {})}>
        {children}
        {hasCaret && <Caret />}
      </AriaButton>
      <Popover className={css['popover'] ?? ''} offset={6}>
        <AriaMenu
          className={css['menu'] ?? ''}
          items={entries}
          disabledKeys={entries.filter((entry) => entry.disabledBecause !== undefined).map(({ id }) => id)}
          {...(onAction ? { onAction: (key) => onAction(String(key)) } : {})}
        >
          {(entry) => (
            <MenuItem
              id={entry.id}
              textValue={entry.label}
              className={classes(css['item'], entry.isDanger && css['danger'])}
              {...(entry.href ? { href: entry.href } : {})}
              {...(entry.isCurrent ? { 'aria-current': 'true' as const } : {})}
            >
              <span>{entry.label}</span>
              {(entry.disabledBecause ?? entry.detail) && (
                <small className={css['detail']}>{entry.disabledBecause ?? entry.detail}</small>
              )}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
