import type { ClosureView } from '@curfew/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { messages } from '../../messages/later-messages.ts'
import css from './OpenEnds.module.css'
import { receiptsQuery } from './queries.ts'
import { RetryButton } from './RetryButton.tsx'
import { type OpenEnd, openEndsByRecipient, openEndsOf } from './standing.ts'

const shownMost = 3
const openStatuses = ['refused', 'unreachable'] as const

/** The recipients that refused or cannot be reached, by name, with the cause as their protocol gives it. */
export function OpenEnds({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  const { data } = useInfiniteQuery(receiptsQuery(closure.id, openStatuses))
  const ends = openEndsByRecipient((data?.pages ?? []).flatMap(({ items }) => items))
  const shown = ends.slice(0, shownMost)
  const rest = openEndsOf(closure.deliveries) - shown.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className={css['ends']}>
      <ul>
        {shown.map((end) => (
          <li key={`${end.recipient} ${end.status} ${end.cause}`}>{inWords(end)}</li>
        ))}
        {data && rest > 0 && <li>{closures.moreOpenEnds(rest)}</li>}
      </ul>
      {closure.deliveries.unreachable > 0 && <RetryButton closure={closure} look="link" />}
    </div>
  )
}

function inWords({ recipient, status, cause, comesBack, count }: OpenEnd): string {
  const { closures } = messages
  const unreachable = comesBack ? closures.unreachableForNow : closures.unreachableCause
  const why = status === 'refused' ? closures.refusedCause : unreachable
  return closures.openEnd(recipient, count, why(cause))
}
