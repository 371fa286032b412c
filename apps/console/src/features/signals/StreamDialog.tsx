import { type SignalReceiverView, signalStreamRequest } from '@curfew/contract'
import { useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useSetStream } from './queries.ts'

type Props = { readonly receiver: SignalReceiverView; readonly onClose: () => void }

/** How SETs come to a receiver, set up in its place. */
export function StreamDialog({ receiver, onClose }: Props) {
  const { signals } = messages
  const { methods } = signals
  const save = useSetStream(receiver.id)
  const [method, setMethod] = useState<'push' | 'poll'>(receiver.stream?.method ?? 'poll')
  const [endpointUrl, setEndpointUrl] = useState(receiver.stream?.endpointUrl ?? '')
  const [header, setHeader] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const read = z.safeParse(signalStreamRequest, {
    delivery:
      method === 'poll'
        ? { method }
        : { method, endpointUrl: endpointUrl.trim(), ...(header === '' ? {} : { authorizationHeader: header.trim() }) },
  })

  const submit = () => {
    setIsChecked(true)
    if (read.success) save.mutate(read.data, { onSuccess: onClose })
  }

  return (
    <FormDialog
      title={signals.streamTitle(receiver.name)}
      text={signals.streamText}
      submit={signals.save}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Select
        label={signals.method}
        value={method}
        onChange={setMethod}
        choices={[
          { id: 'poll', ...methods.poll },
          { id: 'push', ...methods.push },
        ]}
      />
      {method === 'push' && (
        <>
          <TextField
            label={signals.endpoint}
            isCode
            autoComplete="off"
            value={endpointUrl}
            onChange={setEndpointUrl}
            error={isChecked && !read.success ? signals.endpointWrong : undefined}
          />
          <TextField
            label={signals.header}
            type="password"
            isCode
            autoComplete="off"
            value={header}
            onChange={setHeader}
            description={signals.headerHint}
          />
        </>
      )}
    </FormDialog>
  )
}
