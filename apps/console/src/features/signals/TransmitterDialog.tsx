import { newSignalTransmitterRequest, type SessionName, type UserName } from '@curfew/contract'
import { useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../messages/later-messages.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useCreateTransmitter } from './queries.ts'

const blank = { name: '', issuer: '', jwksUri: '', audience: '' }

export function TransmitterDialog({ onClose }: { readonly onClose: () => void }) {
  const { signals } = messages
  const { userNames, sessionNames } = signals
  const create = useCreateTransmitter()
  const [typed, setTyped] = useState(blank)
  const [usersNamedBy, setUsersNamedBy] = useState<UserName>('iss_sub')
  const [sessionsNamedBy, setSessionsNamedBy] = useState<SessionName>('handle')
  const [allowsPrivateAddresses, setAllowsPrivate] = useState(false)
  const [isChecked, setIsChecked] = useState(false)
  const trimmed = Object.fromEntries(Object.entries(typed).map(([field, text]) => [field, text.trim()]))
  const read = z.safeParse(newSignalTransmitterRequest, {
    ...trimmed,
    usersNamedBy,
    sessionsNamedBy,
    allowsPrivateAddresses,
  })
  const field = (name: keyof typeof blank, wrong: string) => ({
    isCode: true,
    autoComplete: 'off',
    value: typed[name],
    onChange: (text: string) => setTyped({ ...typed, [name]: text }),
    error: isChecked && !read.success && read.error.issues.some(({ path }) => path[0] === name) ? wrong : undefined,
  })

  const submit = () => {
    setIsChecked(true)
    if (read.success) create.mutate(read.data, { onSuccess: onClose })
  }

  return (
    <FormDialog
      title={signals.createTransmitterTitle}
      text={signals.createTransmitterText}
      submit={signals.newTransmitter}
      isPending={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField label={signals.name} hasFirstFocus {...field('name', signals.nameWrong)} />
      <TextField
        label={signals.issuerLabel}
        description={signals.issuerHint}
        {...field('issuer', signals.issuerWrong)}
      />
      <TextField label={signals.jwksUri} {...field('jwksUri', signals.jwksUriWrong)} />
      <TextField
        label={signals.audienceOfTransmitter}
        description={signals.audienceOfTransmitterHint}
        {...field('audience', signals.audienceWrong)}
      />
      <Select
        label={signals.usersNamedBy}
        value={usersNamedBy}
        onChange={setUsersNamedBy}
        choices={[
          { id: 'iss_sub', ...userNames.iss_sub },
          { id: 'email', ...userNames.email },
        ]}
      />
      <Select
        label={signals.sessionsNamedBy}
        value={sessionsNamedBy}
        onChange={setSessionsNamedBy}
        choices={[
          { id: 'handle', ...sessionNames.handle },
          { id: 'session-id', ...sessionNames['session-id'] },
        ]}
      />
      <Checkbox isSelected={allowsPrivateAddresses} onChange={setAllowsPrivate}>
        {signals.allowsPrivate}
      </Checkbox>
    </FormDialog>
  )
}
