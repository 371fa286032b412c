import { Link } from 'react-router'
import { messages } from '../messages/messages.ts'
import { PlainPage } from './PlainPage.tsx'
import { pages } from './pages.ts'

/** For an address that leads nowhere. */
export function NotFoundPage() {
  const { frame } = messages
  return (
    <PlainPage title={frame.notFoundTitle} text={frame.notFoundText}>
      <Link to={pages.sessions}>{frame.notFoundBack}</Link>
    </PlainPage>
  )
}
