import type { SourceView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Status } from '../../ui/Pill.tsx'
import { Time } from '../../ui/Time.tsx'
import css from './LastSeen.module.css'
import { lastSeenOf } from './standing.ts'

type Props = { readonly source: Pick<SourceView, 'lastSeenAt' | 'silent'>; readonly now: Date }

/** When a source was heard of last; in amber, and in words, when that is too long ago. */
export function LastSeen({ source, now }: Props) {
  const { sources, formats } = messages
  const seen = lastSeenOf(source)
  if (seen.standing === 'never') return <span className={css['dim']}>{sources.never}</span>
  if (seen.standing === 'seen')
    return <Time at={seen.at} short={formats.ago(seen.at, now)} exact={formats.exact(seen.at)} />
  return (
    <Status tone="warn">
      {seen.at === null ? sources.silentFromTheStart : sources.silentSince(formats.moment(seen.at, now))}
    </Status>
  )
}
