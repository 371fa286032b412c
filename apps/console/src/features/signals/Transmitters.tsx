import type { SignalTransmitterView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { At } from './At.tsx'
import { Part } from './Part.tsx'
import { transmittersQuery, useSetTrust } from './queries.ts'
import css from './Row.module.css'
import { TransmitterDialog } from './TransmitterDialog.tsx'
import { useWhyNot } from './use-why-not.ts'

/** Whose signals close sessions here, and what came of the last of them. */
export function Transmitters() {
  const { signals } = messages
  const query = useQuery(transmittersQuery())
  const now = useNow()
  const [isCreating, setIsCreating] = useState(false)
  const { items = [], eventsEndpoint } = query.data ?? {}
  return (
    <Part
      title={signals.transmitters}
      hint={`${signals.transmittersHint} ${eventsEndpoint === undefined ? '' : signals.eventsEndpoint(eventsEndpoint)}`}
      none={signals.noTransmitters}
      add={signals.newTransmitter}
      onAdd={() => setIsCreating(true)}
      query={query}
    >
      {items.length > 0 && (
        <Table label={signals.transmitters} columns={Object.values(signals.transmitterColumns)}>
          {items.map((transmitter) => (
            <Row key={transmitter.id} transmitter={transmitter} now={now} />
          ))}
        </Table>
      )}
      {isCreating && <TransmitterDialog onClose={() => setIsCreating(false)} />}
    </Part>
  )
}

type RowProps = { readonly transmitter: SignalTransmitterView; readonly now: Date }

function Row({ transmitter, now }: RowProps) {
  const { signals } = messages
  const { transmitterColumns: columns } = signals
  const whyNot = useWhyNot()
  const setTrust = useSetTrust()
  const { id, name, issuer, disabled, lastSignal, lastRefusal } = transmitter
  const onError = (error: Error) => toast(error.message, 'danger')
  return (
    <tr>
      <Cell label={columns.name} isPlain className={css['name']}>
        {name} {disabled && <Pill tone="warn">{signals.untrusted}</Pill>}
      </Cell>
      <Cell label={columns.issuer} className={css['code']}>
        {issuer}
      </Cell>
      <Cell label={columns.lastSignal}>
        {lastSignal === null ? (
          <span className={css['dim']}>{signals.never}</span>
        ) : (
          <span className={css['said']}>
            {lastSignal.event} <At at={lastSignal.at} now={now} />
            <span className={css['cause']}>{lastSignal.outcome}</span>
          </span>
        )}
      </Cell>
      <Cell label={columns.lastRefusal}>
        {lastRefusal === null ? (
          <span className={css['dim']}>{signals.never}</span>
        ) : (
          <span className={css['said']}>
            {lastRefusal.err} <At at={lastRefusal.at} now={now} />
            <span className={css['cause']}>{lastRefusal.description}</span>
          </span>
        )}
      </Cell>
      <Cell label={columns.actions}>
        <Button
          look="link"
          isPending={setTrust.isPending}
          disabledBecause={whyNot}
          onPress={() => setTrust.mutate({ id, disabled: !disabled }, { onError })}
        >
          {disabled ? signals.trust : signals.distrust}
        </Button>
      </Cell>
    </tr>
  )
}
