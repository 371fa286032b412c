import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { messages } from '../messages/later-messages.ts'
import { Banner } from '../ui/Banner.tsx'
import css from './GivenUpNotice.module.css'
import { givenUpCountQuery } from './given-up.ts'
import { pages } from './pages.ts'

/** Leads from the pages of closures and sources to what nobody tries to tell any more, while there is any. */
export function GivenUpNotice() {
  const { data: count = 0 } = useQuery(givenUpCountQuery())
  const { givenUp } = messages
  if (count === 0) return null
  return (
    <div className={css['notice']}>
      <Banner tone="warn" actions={<Link to={pages.givenUp}>{givenUp.show}</Link>}>
        {givenUp.notice(count)}
      </Banner>
    </div>
  )
}
