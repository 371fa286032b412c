import {
  newSignalReceiverRequest,
  type SessionName,
  type SignalReceiverKey,
  type SubjectFormat,
} from '@curfew/contract'
import { useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../messages/later-messages.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useCreateReceiver } from './queries.ts'

type Props = { readonly onClose: () => void; readonly onCreated: (keyed: SignalReceiverKey) => void }

export function ReceiverDialog({ onClose, onCreated }: Props) {
  const { signals } = messages
  const create = useCreateReceiver()
  const [name, setName] = useState('')
  const [audience, setAudience] = useState('')
  const [subjectFormat, setSubjectFormat] = useState<SubjectFormat>('opaque')
  const [sessionNamedBy, setSessionNamedBy] = useState<SessionName>('session-id')
  const [allowsPrivateAddresses, setAllowsPrivate] = useState(false)
  const [isChecked, setIsChecked] = useState(false)
  const { subjectFormats, sessionNames } = signals
  const read = z.safeParse(newSignalReceiverRequest, {
    name: name.trim(),
    audience: audience.trim(),
    subjectFormat,
    sessionNamedBy,
    allowsPrivateAddresses,
  })
  const isWrong = (field: string) =>
    isChecked && !read.success && read.error.issues.some(({ path }) => path[0] === field)

  const submit = () => {
    setIsChecked(true)
    if (!read.success) return
    create.mutate(read.data, {
      onSuccess: (keyed) => {
        onClose()
        onCreated(keyed)
      },
    })
  }

  return (
    <FormDialog
      title={signals.createReceiverTitle}
      text={signals.createReceiverText}
      submit={signals.register}
      isPending={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        label={signals.name}
        isCode
        autoComplete="off"
        hasFirstFocus
        value={name}
        onChange={setName}
        description={signals.nameHint}
        error={isWrong('name') ? signals.nameWrong : undefined}
      />
      <TextField
        label={signals.audience}
        isCode
        autoComplete="off"
        value={audience}
        onChange={setAudience}
        description={signals.audienceHint}
        error={isWrong('audience') ? signals.audienceWrong : undefined}
      />
      <Select
        label={signals.subjectFormat}
        value={subjectFormat}
        onChange={setSubjectFormat}
        choices={[
          { id: 'opaque', ...subjectFormats.opaque },
          { id: 'complex', ...subjectFormats.complex },
        ]}
      />
      <Select
        label={signals.sessionNamedBy}
        value={sessionNamedBy}
        onChange={setSessionNamedBy}
        choices={[
          { id: 'session-id', ...sessionNames['session-id'] },
          { id: 'handle', ...sessionNames.handle },
        ]}
      />
      <Checkbox isSelected={allowsPrivateAddresses} onChange={setAllowsPrivate}>
        {signals.allowsPrivate}
      </Checkbox>
    </FormDialog>
  )
}
