import type { ReactNode } from 'react'
import css from './Banner.module.css'
import { classes } from './classes.ts'

export type Tone = 'plain' | 'accent' | 'warn' | 'danger' | 'ok'

type Props = {
  readonly tone?: Tone
  /** Read out at once, or when there is a pause; without it, only when one comes by. */
  readonly announce?: 'now' | 'politely'
  /** Buttons at its end. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A line or two that matter here and now. */
export function Banner({ tone = 'plain', announce, actions, children }: Props) {
  return (
    <div
      className={classes(css['banner'], css[tone])}
      {...(announce ? { role: announce === 'now' ? 'alert' : 'status' } : {})}
    >
      <div className={css['text']}>{children}</div>
      {actions !== undefined && <div className={css['actions']}>{actions}</div>}
    </div>
  )
}
