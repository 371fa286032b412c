import type { HoldView, SessionView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { holdsInForceQuery } from './queries.ts'
import { useThisMinute } from './ticking.ts'
import { formats, words } from './words.ts'

/** That whoever this is would not be let in again now. */
export function HeldNotice({ session }: { readonly session: SessionView }) {
  const { data } = useQuery(holdsInForceQuery())
  const now = useThisMinute()
  // The next to end comes first.
  const hold = data?.items.findLast((one) => concerns(one, session))
  if (!hold) return null
  return (
    <Banner tone="accent">
      {words.panel.heldUntil(formats.moment(new Date(hold.endsAt), now))}{' '}
      <Link to={pages.holds}>{words.panel.holds}</Link>
    </Banner>
  )
}

/** A network is judged by the server alone. */
function concerns({ subject }: HoldView, { userId, source, clientAddress }: SessionView): boolean {
  if (subject.kind === 'address') return clientAddress.split(', ').includes(subject.address)
  return subject.userId === userId && (subject.kind === 'user' || subject.source === source)
}
