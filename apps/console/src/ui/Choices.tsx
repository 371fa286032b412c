import type { ReactNode } from 'react'
import { Link } from 'react-router'
import css from './Choices.module.css'
import { classes } from './classes.ts'

/** Of what is listed below, what to show: one of these, each with an address of its own. */
export function Choices({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav aria-label={label} className={css['filter']}>
      {children}
    </nav>
  )
}

type ChoiceProps = { readonly to: string; readonly isCurrent: boolean; readonly children: string }

export function Choice({ to, isCurrent, children }: ChoiceProps) {
  return (
    <Link
      to={to}
      replace
      preventScrollReset
      className={classes(css['choice'], isCurrent && css['current'])}
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
    >
      {children}
    </Link>
  )
}
