import type { SignalReceiverKey, SignalReceiverView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Table } from '../../ui/Table.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { KeyDialog } from './KeyDialog.tsx'
import { Part } from './Part.tsx'
import { receiversQuery, useSetStatus, useVerify } from './queries.ts'
import { ReceiverDialog } from './ReceiverDialog.tsx'
import { type ReceiverAct, ReceiverRow } from './ReceiverRow.tsx'
import { RotateDialog } from './RotateDialog.tsx'
import { StreamDialog } from './StreamDialog.tsx'

const statusOf = { pause: 'paused', enable: 'enabled', disable: 'disabled' } as const

/** Who hears of closures, how their streams do, and what can be done with them. */
export function Receivers() {
  const { signals } = messages
  const query = useQuery(receiversQuery())
  const now = useNow()
  const verify = useVerify()
  const setStatus = useSetStatus()
  const [isCreating, setIsCreating] = useState(false)
  const [keyed, setKeyed] = useState<SignalReceiverKey | null>(null)
  const [open, setOpen] = useState<{ readonly act: 'stream' | 'key'; readonly receiver: SignalReceiverView } | null>(
    null,
  )
  const { items = [], issuer } = query.data ?? {}
  const { receiverColumns: columns } = signals

  const act = (receiver: SignalReceiverView, what: ReceiverAct) => {
    const onError = (error: Error) => toast(error.message, 'danger')
    if (what === 'stream' || what === 'key') setOpen({ act: what, receiver })
    else if (what === 'verify')
      verify.mutate(receiver, { onError, onSuccess: () => toast(signals.verifying(receiver.name)) })
    else setStatus.mutate({ id: receiver.id, status: statusOf[what] }, { onError })
  }

  return (
    <Part
      title={signals.receivers}
      hint={`${signals.receiversHint} ${issuer === undefined ? '' : signals.issuer(issuer)}`}
      none={signals.noReceivers}
      add={signals.newReceiver}
      onAdd={() => setIsCreating(true)}
      query={query}
    >
      {items.length > 0 && (
        <Table label={signals.receivers} columns={Object.values(columns)}>
          {items.map((receiver) => (
            <ReceiverRow key={receiver.id} receiver={receiver} now={now} onAct={(what) => act(receiver, what)} />
          ))}
        </Table>
      )}
      {isCreating && <ReceiverDialog onClose={() => setIsCreating(false)} onCreated={setKeyed} />}
      {open?.act === 'stream' && <StreamDialog receiver={open.receiver} onClose={() => setOpen(null)} />}
      {open?.act === 'key' && (
        <RotateDialog receiver={open.receiver} onClose={() => setOpen(null)} onRotated={setKeyed} />
      )}
      {keyed && <KeyDialog keyed={keyed} onClose={() => setKeyed(null)} />}
    </Part>
  )
}
