import type { ReactNode } from 'react'
import css from './Hidden.module.css'

type Props = { readonly id?: string; readonly children: ReactNode }

/** Text for screen readers alone. */
export function Hidden({ children, ...rest }: Props) {
  return (
    <span className={css['hidden']} {...rest}>
      {children}
    </span>
  )
}
