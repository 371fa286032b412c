import type { ReactNode } from 'react'
import { DemoBanner } from '../../frame/DemoBanner.tsx'
import { Mark } from '../../frame/Mark.tsx'
import css from './OutsideCard.module.css'

type Props = {
  readonly title: string
  /** Stands above the card. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

/** The frame of the pages for somebody who is not logged on. */
export function OutsideCard({ title, notice, children }: Props) {
  return (
    <div className={css['page']}>
      <DemoBanner />
      <main className={css['main']}>
        <Mark />
        {notice}
        <section className={css['card']} aria-labelledby="outside-title">
          <h1 id="outside-title" className={css['title']}>
            {title}
          </h1>
          {children}
        </section>
      </main>
    </div>
  )
}
