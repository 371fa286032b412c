import { useQuery } from '@tanstack/react-query'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { receiversQuery, transmittersQuery } from './queries.ts'
import { Receivers } from './Receivers.tsx'
import css from './SignalsPage.module.css'
import { Transmitters } from './Transmitters.tsx'

/** Who hears of closures by shared signals, and whose signals close sessions here. */
export function SignalsPage() {
  const { signals } = messages
  usePageTitle(signals.title)
  const { data: receivers } = useQuery(receiversQuery())
  const { data: transmitters } = useQuery(transmittersQuery())
  return (
    <div className={css['page']}>
      <PageHead
        title={signals.title}
        count={receivers && transmitters && signals.count(receivers.items.length, transmitters.items.length)}
      />
      <Receivers />
      <Transmitters />
    </div>
  )
}
