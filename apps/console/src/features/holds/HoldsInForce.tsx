import type { HoldPage, HoldView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { useNow } from '../../ui/use-now.ts'
import { whoOf } from './at-once.ts'
import { By, Who, Why } from './HoldParts.tsx'
import css from './Holds.module.css'
import { LiftDialog } from './LiftDialog.tsx'
import { leftInWords } from './left.ts'

type Props = {
  readonly list: { readonly data: HoldPage | undefined; readonly isPending: boolean }
  readonly whyNot: string | undefined
}

const secondMs = 1000

/** Who is kept out now, the next to come free first; each goes when its time has come. */
export function HoldsInForce({ list: { data, isPending }, whyNot }: Props) {
  const { holds } = messages
  const { columns } = holds
  const now = useNow(secondMs)
  const [lifting, setLifting] = useState<HoldView | null>(null)
  const items = data?.items.filter(({ endsAt }) => Date.parse(endsAt) > now.getTime()) ?? []
  return (
    <>
      {isPending && <Skeleton label={holds.loading} lines={4} />}
      {data && items.length === 0 && (
        <Banner>
          <p>{holds.none}</p>
          <p className={css['dim']}>{holds.noneHint}</p>
        </Banner>
      )}
      {items.length > 0 && (
        <Table
          label={holds.inForce(null)}
          columns={[columns.who, columns.until, columns.by, columns.reason, columns.actions]}
        >
          {items.map((hold) => (
            <Row key={hold.id} hold={hold} now={now} whyNot={whyNot} onLift={() => setLifting(hold)} />
          ))}
        </Table>
      )}
      {lifting && <LiftDialog hold={lifting} onClose={() => setLifting(null)} />}
    </>
  )
}

type RowProps = {
  readonly hold: HoldView
  readonly now: Date
  readonly whyNot: string | undefined
  readonly onLift: () => void
}

function Row({ hold, now, whyNot, onLift }: RowProps) {
  const { holds, formats } = messages
  const { columns } = holds
  const endsAt = new Date(hold.endsAt)
  return (
    <tr>
      <Cell label={columns.who} isPlain>
        <Who subject={hold.subject} />
      </Cell>
      <Cell label={columns.until} className={css['until']}>
        <div>
          <Time at={endsAt} short={formats.moment(endsAt, now)} exact={formats.exact(endsAt)} />
          <span className={css['note']}>{leftInWords(endsAt, now)}</span>
        </div>
      </Cell>
      <Cell label={columns.by}>
        <By hold={hold} />
      </Cell>
      <Cell label={columns.reason} className={css['reason']}>
        <Why hold={hold} />
      </Cell>
      <Cell label={columns.actions} isPlain>
        <Button onPress={onLift} disabledBecause={whyNot} aria-label={holds.liftOf(whoOf(hold.subject))}>
          {holds.lift}
        </Button>
      </Cell>
    </tr>
  )
}
