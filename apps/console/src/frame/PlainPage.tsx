import type { ReactNode } from 'react'
import css from './PlainPage.module.css'
import { usePageTitle } from './tab.tsx'

type Props = { readonly title: string; readonly text: string; readonly children?: ReactNode }

/** A page with nothing to show but words. */
export function PlainPage({ title, text, children }: Props) {
  usePageTitle(title)
  return (
    <div className={css['page']}>
      <h1 className={css['title']}>{title}</h1>
      <p className={css['text']}>{text}</p>
      {children}
    </div>
  )
}
