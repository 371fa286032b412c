import type { ReactNode } from 'react'
import css from './PageHead.module.css'

type Props = {
  readonly title: string
  /** Beside the title: how many there are. */
  readonly count?: string | undefined
  /** At the far end: what can be done here. */
  readonly children?: ReactNode
}

/** The first line of a page. */
export function PageHead({ title, count, children }: Props) {
  return (
    <div className={css['head']}>
      <h1 className={css['title']}>{title}</h1>
      {count !== undefined && <span className={css['count']}>{count}</span>}
      {children !== undefined && <div className={css['acts']}>{children}</div>}
    </div>
  )
}
