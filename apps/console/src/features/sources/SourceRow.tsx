import type { SourceView } from '@curfew/contract'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { Pill } from '../../ui/Pill.tsx'
import { Cell } from '../../ui/Table.tsx'
import { Kinds } from './Kinds.tsx'
import { LastSeen } from './LastSeen.tsx'
import css from './SourceRow.module.css'

type Props = { readonly source: SourceView; readonly now: Date }

export function SourceRow({ source, now }: Props) {
  const { sources, closures, formats } = messages
  const { columns } = sources
  const { id, name, kinds, via, channel, leaseMs, disabled, openSessions, pendingDeliveries, guards, queue } = source
  const silent = queue?.silent[0]
  const { radius } = source
  // A NAS that listens to no Disconnect-Requests is told nothing.
  const isTold = channel !== null && radius?.disconnectPort !== null
  const isGuarded = channel === 'guard-feed'
  return (
    <tr>
      <Cell label={columns.name} isPlain>
        <span className={css['name']}>
          <Link to={pages.source(id)} className={css['link']}>
            {name}
          </Link>
          {disabled && <Pill tone="warn">{sources.disabled}</Pill>}
        </span>
      </Cell>
      <Cell label={columns.kinds} className={css['kinds']}>
        <Kinds kinds={kinds} via={via} />
      </Cell>
      <Cell label={columns.told}>
        {isTold ? closures.channels[channel] : <span className={css['dim']}>{sources.untold}</span>}
        {isGuarded && <span className={css['note']}> {sources.lease(sources.seconds(leaseMs))}</span>}
      </Cell>
      <Cell label={columns.lastSeen}>
        <LastSeen source={source} now={now} />
      </Cell>
      <Cell label={columns.sessions} className={css['number']}>
        {openSessions === 0 ? (
          formats.number(0)
        ) : (
          <Link to={pages.sessionsOf(name)} aria-label={sources.showSessions(openSessions, name)}>
            {formats.number(openSessions)}
          </Link>
        )}
      </Cell>
      <Cell label={columns.guards} className={css['number']}>
        {isGuarded ? formats.number(guards) : <NotApplicable />}
      </Cell>
      <Cell label={columns.pending} className={css['number']}>
        {isTold ? formats.number(pendingDeliveries) : <NotApplicable />}
        {silent && (
          <span className={css['warn']}> {sources.noAnswerSince(formats.moment(new Date(silent.since), now))}</span>
        )}
        {queue !== null && queue.givenUp > 0 && (
          <Link to={pages.givenUpOf(id)} className={css['warn']}>
            {sources.givenUp(queue.givenUp)}
          </Link>
        )}
      </Cell>
    </tr>
  )
}

function NotApplicable() {
  return (
    <span className={css['dim']} title={messages.sources.notApplicable}>
      –
    </span>
  )
}
