import type { ReactNode } from 'react'
import css from './Hidden.module.css'

type Props = {
  readonly id?: string
  /** Said when it changes, as soon as there is a pause. */
  readonly isAnnounced?: boolean
  readonly children: ReactNode
}

/** Text for screen readers alone. */
export function Hidden({ id, isAnnounced = false, children }: Props) {
  return (
    <span
      className={css['hidden']}
      {...(id === undefined ? {} : { id })}
      {...(isAnnounced ? { 'aria-live': 'polite' as const } : {})}
    >
      {children}
    </span>
  )
}
