import type { SourceView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { LastSeen } from './LastSeen.tsx'
import css from './SourceNumbers.module.css'

type Props = { readonly source: SourceView; readonly now: Date }

/** How a source does now: its open sessions lead to the grid that shows them. */
export function SourceNumbers({ source, now }: Props) {
  const { sources, formats } = messages
  const { numbers } = sources
  const { name, channel, openSessions, guards, pendingDeliveries } = source
  return (
    <dl className={css['numbers']}>
      <Figure label={numbers.sessions}>
        {openSessions === 0 ? (
          formats.number(0)
        ) : (
          <Link to={pages.sessionsOf(name)} aria-label={sources.showSessions(openSessions, name)}>
            {formats.number(openSessions)}
          </Link>
        )}
      </Figure>
      {channel === 'guard-feed' && <Figure label={numbers.guards}>{formats.number(guards)}</Figure>}
      {channel !== null && <Figure label={numbers.pending}>{formats.number(pendingDeliveries)}</Figure>}
      <Figure label={numbers.lastSeen} isWords>
        <LastSeen source={source} now={now} />
      </Figure>
    </dl>
  )
}

type FigureProps = { readonly label: string; readonly isWords?: boolean; readonly children: ReactNode }

function Figure({ label, isWords = false, children }: FigureProps) {
  return (
    <div className={css['figure']}>
      <dt className={css['label']}>{label}</dt>
      <dd className={isWords ? css['words'] : css['value']}>{children}</dd>
    </div>
  )
}
