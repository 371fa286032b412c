import type { ComingBackView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { Pill, Status } from '../../ui/Pill.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './ComingsBack.module.css'
import { KeepOutButton } from './KeepOutButton.tsx'
import { comingsBackQuery } from './queries.ts'

/** Who was back soon after a closure; nothing while nobody is. */
export function ComingsBack({ closureId }: { readonly closureId: string }) {
  const { closures } = messages
  const { data } = useQuery(comingsBackQuery(closureId))
  const now = useNow()
  if (!data || data.total === 0) return null
  const { backColumns: columns } = closures
  return (
    <section aria-labelledby="came-back" className={css['back']}>
      <h2 id="came-back" className={css['title']}>
        {closures.cameBack(data.total)}
      </h2>
      {data.total > data.items.length && <p className={css['dim']}>{closures.cameBackLatest(data.items.length)}</p>}
      <Table
        label={closures.cameBack(data.total)}
        columns={[columns.session, columns.after, columns.at, columns.now, columns.actions]}
      >
        {data.items.map((back) => (
          <Row key={back.sessionId} back={back} now={now} />
        ))}
      </Table>
    </section>
  )
}

function Row({ back, now }: { readonly back: ComingBackView; readonly now: Date }) {
  const { closures, sessions, formats } = messages
  const { backColumns: columns } = closures
  const at = new Date(back.loggedOnAt)
  return (
    <tr>
      <Cell label={columns.session} isPlain>
        <Link to={pages.session(back.sessionId)} className={css['user']}>
          {back.userId}
        </Link>
        <span className={css['note']}>
          {[sessions.kinds[back.kind], back.source, back.clientAddress].filter(Boolean).join(' · ')}
        </span>
      </Cell>
      <Cell label={columns.after}>
        <Pill tone="warn">{sessions.grid.cameBack(back.afterMs)}</Pill>
      </Cell>
      <Cell label={columns.at}>
        <Time at={at} short={formats.moment(at, now)} exact={formats.exact(at)} />
      </Cell>
      <Cell label={columns.now}>
        <Status tone={back.isOpen ? 'ok' : 'plain'}>{back.isOpen ? closures.backOpen : closures.backOver}</Status>
      </Cell>
      <Cell label={columns.actions} isPlain>
        <KeepOutButton comer={back} reason={sessions.grid.cameBackReason(back.afterMs)} isAtOnce />
      </Cell>
    </tr>
  )
}
