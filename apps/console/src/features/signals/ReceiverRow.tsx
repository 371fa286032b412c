import type { SignalReceiverView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Dots } from '../../ui/icons.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Status } from '../../ui/Pill.tsx'
import { Cell } from '../../ui/Table.tsx'
import { At } from './At.tsx'
import css from './Row.module.css'
import { useWhyNot } from './use-why-not.ts'

export const receiverActs = ['stream', 'verify', 'pause', 'enable', 'disable', 'key'] as const
export type ReceiverAct = (typeof receiverActs)[number]

type Props = {
  readonly receiver: SignalReceiverView
  readonly now: Date
  readonly onAct: (act: ReceiverAct) => void
}

export function ReceiverRow({ receiver, now, onAct }: Props) {
  const { signals } = messages
  const { receiverColumns: columns } = signals
  const { name, status, statusReason, lastResult, verification, pendingDeliveries } = receiver
  return (
    <tr>
      <Cell label={columns.name} isPlain className={css['name']}>
        {name}
      </Cell>
      <Cell label={columns.stream}>
        <Stream receiver={receiver} />
      </Cell>
      <Cell label={columns.status}>
        <Status tone={status === 'enabled' ? 'ok' : 'warn'}>
          {signals.statuses[status]}
          {statusReason !== '' && signals.because(statusReason)}
        </Status>
      </Cell>
      <Cell label={columns.lastResult}>
        {lastResult === null ? (
          <span className={css['dim']}>{signals.never}</span>
        ) : (
          <span className={css['said']}>
            <Status tone={lastResult.isAccepted ? 'ok' : 'warn'}>
              {lastResult.isAccepted ? signals.accepted : signals.notAccepted}
            </Status>{' '}
            <At at={lastResult.at} now={now} />
            <span className={css['cause']}>{lastResult.cause}</span>
          </span>
        )}
      </Cell>
      <Cell label={columns.verification}>
        {verification === null ? (
          <span className={css['dim']}>{signals.notVerified}</span>
        ) : (
          <span className={css['said']}>
            <Status
              tone={verification.state === 'failed' ? 'warn' : verification.state === 'accepted' ? 'ok' : 'plain'}
            >
              {signals.verifications[verification.state]}
            </Status>{' '}
            <At at={verification.askedAt} now={now} />
          </span>
        )}
      </Cell>
      <Cell label={columns.pending} className={css['number']}>
        {signals.pendingCount(pendingDeliveries)}
      </Cell>
      <Cell label={columns.actions}>
        <Acts receiver={receiver} onAct={onAct} />
      </Cell>
    </tr>
  )
}

function Stream({ receiver: { stream } }: Pick<Props, 'receiver'>) {
  const { signals } = messages
  if (stream === null) return <span className={css['dim']}>{signals.noStream}</span>
  if (stream.endpointUrl === null) return signals.polls
  return (
    <span className={css['said']}>
      {signals.pushed} <span className={css['code']}>{stream.endpointUrl}</span>
    </span>
  )
}

function Acts({ receiver, onAct }: Omit<Props, 'now'>) {
  const { signals } = messages
  const whyNot = useWhyNot()
  const { name, stream, status } = receiver
  const withStream = whyNot ?? (stream === null ? signals.needsStream : undefined)
  const entries: MenuEntry[] = [
    { id: 'stream', label: signals.setUp, disabledBecause: whyNot },
    { id: 'verify', label: signals.verify, disabledBecause: withStream },
    status === 'enabled'
      ? { id: 'pause', label: signals.pause, disabledBecause: withStream }
      : { id: 'enable', label: signals.enable, disabledBecause: withStream },
    ...(status === 'disabled'
      ? []
      : [{ id: 'disable', label: signals.disable, isDanger: true, disabledBecause: withStream }]),
    { id: 'key', label: signals.newKey, disabledBecause: whyNot },
  ]
  return (
    <Menu
      label={signals.moreOf(name)}
      hasCaret={false}
      className={css['actions']}
      entries={entries}
      onAction={(id) => {
        const act = receiverActs.find((known) => known === id)
        if (act) onAct(act)
      }}
    >
      <Dots />
    </Menu>
  )
}
