import { useQuery } from '@tanstack/react-query'
import { messages } from '../messages/messages.ts'
import css from './DemoBanner.module.css'
import { aboutQuery } from './queries.ts'

/** On every page while the data is made up. */
export function DemoBanner() {
  const { data: about } = useQuery(aboutQuery())
  if (about?.demo !== true) return null
  return (
    <section className={css['banner']} aria-label={messages.frame.demoLabel}>
      {messages.frame.demo}
    </section>
  )
}
