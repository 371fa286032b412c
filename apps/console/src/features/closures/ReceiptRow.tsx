import type { DeliveryStatus, ReceiptView } from '@curfew/contract'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import type { Tone } from '../../ui/Banner.tsx'
import { Status } from '../../ui/Pill.tsx'
import { Cell } from '../../ui/Table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { KeepOutButton } from './KeepOutButton.tsx'
import css from './ReceiptRow.module.css'
import { RetryReceipt } from './RetryReceipt.tsx'
import { Steps } from './Steps.tsx'
import { isToldWhenBack } from './standing.ts'

const tones: Record<DeliveryStatus, Tone> = {
  pending: 'plain',
  sent: 'accent',
  acknowledged: 'accent',
  verified: 'ok',
  refused: 'warn',
  unreachable: 'warn',
}

type Props = {
  readonly receipt: ReceiptView
  /** Where the receipts of several closures stand together. */
  readonly closureId?: string | null
}

/** One logoff to one recipient, with its evidence. */
export function ReceiptRow({ receipt, closureId = null }: Props) {
  const { closures, givenUp, sessions, formats } = messages
  const { status, cause, recipient, acceptedBy } = receipt
  return (
    <tr>
      <Cell label={closures.receiptColumns.session} isPlain>
        <Link to={pages.session(receipt.sessionId)} className={css['user']}>
          {receipt.userId}
        </Link>
        <span className={css['place']}>
          {sessions.kinds[receipt.kind]} · {receipt.source} ·
          {closureId !== null && (
            <>
              <Link to={pages.closure(closureId)}>{givenUp.closure}</Link> ·
            </>
          )}
          <KeepOutButton comer={{ ...receipt, clientAddress: '' }} reason="" isAtOnce={false} />
        </span>
      </Cell>
      <Cell label={closures.receiptColumns.recipient} isPlain>
        <span className={css['line']}>{recipient}</span>
        <span className={css['dim']}>{closures.channels[receipt.channel]}</span>
      </Cell>
      <Cell label={closures.receiptColumns.status} isPlain>
        <Status tone={tones[status]}>
          {acceptedBy === null ? closures.statuses[status] : closures.accepted(acceptedBy)}
        </Status>
        {acceptedBy !== null && <span className={css['dim']}>{closures.acceptedOnly}</span>}
        {receipt.stillOnlineAt !== null && (
          <span className={css['cause']}>
            {closures.stillOnlineSince(formats.clock(new Date(receipt.stillOnlineAt)))}
          </span>
        )}
        {cause !== '' && <span className={css['cause']}>{cause}</span>}
        <Attempts receipt={receipt} />
        {mayBeTriedAgain(receipt) && <RetryReceipt receipt={receipt} />}
      </Cell>
      <Cell label={closures.receiptColumns.steps} isPlain>
        <Steps receipt={receipt} />
      </Cell>
    </tr>
  )
}

/** Told to nobody yet, and not by itself soon; or told in vain. */
function mayBeTriedAgain({ status, attempts, nextAttemptAt }: ReceiptView): boolean {
  if (status === 'unreachable' || status === 'refused') return true
  return status === 'pending' && attempts > 0 && nextAttemptAt !== null
}

/** Said where it tells something: more than one try, or another to come. */
function Attempts({ receipt }: { readonly receipt: ReceiptView }) {
  const { closures, formats } = messages
  const { attempts, nextAttemptAt, status } = receipt
  const now = useNow()
  if (isToldWhenBack(receipt)) return <span className={css['dim']}>{closures.comesBack}</span>
  const isOpen = status === 'pending' || status === 'unreachable'
  const next = isOpen && nextAttemptAt !== null && attempts > 0 ? nextAttemptAt : null
  const at = (time: string) => formats.clock(new Date(time))
  const silent = isOpen ? receipt.silentSince : null
  const parts = [
    ...(attempts > 1 || (next !== null && silent === null) ? [closures.attempts(attempts)] : []),
    ...(next === null || silent !== null ? [] : [closures.nextAttempt(at(next))]),
    ...(silent === null ? [] : [closures.waitsForAnswer(at(silent))]),
    ...(receipt.givenUpAt === null ? [] : [closures.givenUp(formats.moment(new Date(receipt.givenUpAt), now))]),
  ]
  if (parts.length === 0) return null
  return <span className={css['dim']}>{parts.join(', ')}</span>
}
