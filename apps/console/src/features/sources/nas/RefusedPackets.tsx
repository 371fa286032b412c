import type { AccountingView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { pages } from '../../../frame/pages.ts'
import { messages } from '../../../messages/later-messages.ts'
import { Button } from '../../../ui/Button.tsx'
import { Cell, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { accountingQuery } from '../queries.ts'
import { useWhyNotChange } from '../use-why-not-change.ts'
import css from './nas.module.css'

type Refused = AccountingView['refusals'][number]
type Props = { readonly now: Date; readonly onRegister: (address: string) => void }

/** Packets of RADIUS accounting that got no answer, by where they come from; one press registers a NAS there. */
export function RefusedPackets({ now, onRegister }: Props) {
  const { nases } = messages
  const { refusedColumns: columns } = nases
  const { data } = useQuery(accountingQuery())
  if (!data || data.refusals.length === 0) return null
  return (
    <section aria-labelledby="refused" className={css['refused']}>
      <h2 id="refused" className={css['title']}>
        {nases.refused}
      </h2>
      <p className={css['text']}>{nases.refusedText}</p>
      <Table label={nases.refused} columns={[columns.from, columns.why, columns.packets, columns.last, columns.nas]}>
        {data.refusals.map((refused) => (
          <RefusedRow key={`${refused.reason} ${refused.address}`} {...{ refused, now, onRegister }} />
        ))}
      </Table>
      {data.refusalCount > data.refusals.length && (
        <p className={css['text']}>{nases.moreRefused(data.refusalCount - data.refusals.length)}</p>
      )}
    </section>
  )
}

function RefusedRow({ refused, now, onRegister }: Props & { readonly refused: Refused }) {
  const { nases, formats } = messages
  const { refusedColumns: columns } = nases
  const { address, reason, count, lastAt, detail, nas } = refused
  const whyNot = useWhyNotChange()
  const last = new Date(lastAt)
  return (
    <tr>
      <Cell label={columns.from}>
        <code>{address}</code>
      </Cell>
      <Cell label={columns.why} isPlain>
        {nases.refusals[reason]}
        {detail !== '' && <span className={css['note']}>{detail}</span>}
      </Cell>
      <Cell label={columns.packets}>{formats.number(count)}</Cell>
      <Cell label={columns.last}>
        <Time at={last} short={formats.moment(last, now)} exact={formats.exact(last)} />
      </Cell>
      <Cell label={columns.nas} isPlain>
        {nas ? (
          <>
            <Link to={pages.source(nas.id)}>{nas.name}</Link>
            {reason === 'unknown-nas' && <span className={css['note']}>{nases.registeredSince}</span>}
          </>
        ) : (
          <Button look="link" disabledBecause={whyNot} onPress={() => onRegister(address)}>
            {nases.registerThere(address)}
          </Button>
        )}
      </Cell>
    </tr>
  )
}
