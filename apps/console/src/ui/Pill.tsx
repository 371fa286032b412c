import type { ReactNode } from 'react'
import type { Tone } from './Banner.tsx'
import { classes } from './classes.ts'
import css from './Pill.module.css'

type PillProps = { readonly tone?: Tone; readonly isOutlined?: boolean; readonly children: ReactNode }

/** A word or two about the thing beside it. */
export function Pill({ tone = 'plain', isOutlined = false, children }: PillProps) {
  return <span className={classes(css['pill'], css[tone], isOutlined && css['outlined'])}>{children}</span>
}

/** How something stands: calm text while all is well, a pill where somebody should look. */
export function Status({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  if (tone === 'warn' || tone === 'danger') return <Pill tone={tone}>{children}</Pill>
  return <span className={classes(css['status'], css[`text-${tone}`])}>{children}</span>
}

/** A small coloured square that repeats what the word beside it says. */
export function Dot({ className }: { readonly className?: string | undefined }) {
  return <span aria-hidden="true" className={classes(css['dot'], className)} />
}
