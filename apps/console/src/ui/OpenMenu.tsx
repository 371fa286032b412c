import { type RefObject, useEffect, useEffectEvent } from 'react'
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { messages } from '../messages/messages.ts'
import { classes } from './classes.ts'
import { Hidden } from './Hidden.tsx'
import { Check } from './icons.tsx'
import type { MenuEntry } from './Menu.tsx'
import css from './OpenMenu.module.css'

type Props = {
  readonly button: RefObject<HTMLButtonElement | null>
  readonly entries: readonly MenuEntry[]
  readonly onAction: ((id: string) => void) | undefined
  readonly onClose: () => void
}

/** The list of a menu, open under its button. */
export function OpenMenu({ button, entries, onAction, onClose }: Props) {
  useCloseOnScroll(onClose)
  const label = button.current?.getAttribute('aria-label') ?? button.current?.textContent ?? ''
  return (
    <Popover
      aria-label={label}
      className={css['popover'] ?? ''}
      triggerRef={button}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      offset={6}
      placement="bottom start"
    >
      <AriaMenu
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- an open menu takes the focus (ARIA APG, Menu Button)
        autoFocus="first"
        aria-label={label}
        className={css['menu'] ?? ''}
        items={entries}
        onClose={onClose}
        disabledKeys={entries.filter((entry) => entry.disabledBecause !== undefined).map(({ id }) => id)}
        {...(onAction ? { onAction: (key) => onAction(String(key)) } : {})}
      >
        {(entry) => <Entry entry={entry} />}
      </AriaMenu>
    </Popover>
  )
}

/** The page keeps its scroll bar meanwhile (tokens.css); a list that is carried away from its button closes. */
function useCloseOnScroll(onClose: () => void) {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const hear = () => close()
    addEventListener('scroll', hear)
    return () => removeEventListener('scroll', hear)
  }, [])
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  const detail = entry.disabledBecause ?? entry.detail
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      className={classes(css['item'], entry.isDanger && css['danger'], entry.isCurrent && css['current'])}
      {...(entry.href ? { href: entry.href } : {})}
    >
      <span className={css['words']}>
        <span>
          {entry.label}
          {entry.isCurrent && <Hidden>{messages.kit.current}</Hidden>}
        </span>
        {detail !== undefined && <small className={css['detail']}>{detail}</small>}
      </span>
      {entry.isCurrent && <Check />}
    </MenuItem>
  )
}
