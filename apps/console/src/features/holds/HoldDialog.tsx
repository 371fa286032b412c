import {
  type HoldKind,
  type HoldSubjectView,
  maxHoldSeconds,
  maxMessageLength,
  maxReasonLength,
} from '@curfew/contract'
import { useRef, useState } from 'react'
import { type KeepOut, keepOutDone } from '../../frame/keep-out.ts'
import { messages } from '../../messages/later-messages.ts'
import { DurationField } from '../../ui/DurationField.tsx'
import { type Duration, readSeconds } from '../../ui/duration.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { sayKeptOut } from './at-once.ts'
import { useCreateHolds } from './queries.ts'
import { Whom } from './Whom.tsx'
import { WhomTyped } from './WhomTyped.tsx'
import { readTyped, subjectsOf, type Typed } from './whom.ts'

/** *Keep somebody out*: whom, for how long and why. Open sessions are not touched, and the dialog says so. */
export function HoldDialog({ order }: { readonly order: KeepOut }) {
  const { holds } = messages
  const { comers } = order
  const create = useCreateHolds()
  const made = useRef(new Set<string>())
  const [kind, setKind] = useState<HoldKind>('user')
  const [typed, setTyped] = useState<Omit<Typed, 'kind'>>({ userId: '', source: '', address: '' })
  const [duration, setDuration] = useState<Duration>({ amount: '15', unit: 'minutes' })
  const [reason, setReason] = useState(order.reason)
  const [message, setMessage] = useState('')
  const [isChecked, setIsChecked] = useState(false)

  const isTyped = comers.length === 0
  const read = readTyped({ ...typed, kind })
  const missing = isChecked && isTyped && 'missing' in read ? read.missing : null
  const seconds = readSeconds(duration, 60, maxHoldSeconds)

  const submit = () => {
    setIsChecked(true)
    const subjects: readonly HoldSubjectView[] = isTyped ? ('missing' in read ? [] : [read]) : subjectsOf(kind, comers)
    if (seconds === null || subjects.length === 0) return
    const why = { reason: reason.trim(), ...(message.trim() === '' ? {} : { messageToUser: message.trim() }) }
    create.mutate(
      { bodies: subjects.map((subject) => ({ subject, seconds, ...why })), made: made.current },
      {
        onSuccess: ({ last, count }) => {
          keepOutDone()
          sayKeptOut(last, count)
        },
      },
    )
  }

  return (
    <FormDialog
      title={titleOf(comers)}
      text={holds.text}
      submit={create.isPending ? holds.confirming : holds.confirm}
      isPending={create.isPending}
      error={create.error}
      onClose={keepOutDone}
      onSubmit={submit}
    >
      {isTyped ? (
        <WhomTyped kind={kind} onKind={setKind} typed={typed} onChange={setTyped} missing={missing} />
      ) : (
        <Whom comers={comers} kind={kind} onKind={setKind} />
      )}
      <DurationField
        label={holds.duration}
        unitLabel={holds.unit}
        units={holds.units}
        value={duration}
        onChange={setDuration}
        error={isChecked && seconds === null ? holds.durationWrong : undefined}
      />
      <TextField
        label={holds.reason}
        value={reason}
        onChange={setReason}
        suggestions={holds.reasons}
        maxLength={maxReasonLength}
      />
      <TextField
        label={holds.message}
        placeholder={holds.messageHint}
        value={message}
        onChange={setMessage}
        maxLength={maxMessageLength}
      />
    </FormDialog>
  )
}

function titleOf(comers: KeepOut['comers']): string {
  const { holds } = messages
  const users = new Set(comers.map(({ userId }) => userId))
  const [only] = users
  if (only === undefined) return holds.newTitle
  return users.size === 1 ? holds.titleOf(only) : holds.titleOfMany(users.size)
}
