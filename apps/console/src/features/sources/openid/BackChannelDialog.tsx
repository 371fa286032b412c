import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useChangeSource } from '../queries.ts'
import { BackChannelFields } from './BackChannelFields.tsx'
import { changesOfBackChannel, formOfBackChannel, readBackChannel } from './back-channel-form.ts'

type Props = { readonly source: SourceView; readonly onClose: () => void }

/** How a source is told by back-channel logout; what was not touched is not sent. */
export function BackChannelDialog({ source, onClose }: Props) {
  const { openid } = messages
  const [before] = useState(source.backChannel)
  const [form, setForm] = useState(() => formOfBackChannel(before))
  const [isChecked, setIsChecked] = useState(false)
  const change = useChangeSource(source.id)
  const read = readBackChannel(form)

  const submit = () => {
    setIsChecked(true)
    if ('wrong' in read) return
    const backChannel = changesOfBackChannel(before, read.settings)
    if (Object.keys(backChannel).length === 0) return onClose()
    change.mutate(
      { backChannel },
      {
        onSuccess: ({ name }) => {
          onClose()
          toast(openid.saved(name), 'ok')
        },
      },
    )
  }

  return (
    <FormDialog
      title={openid.tellTitle(source.name)}
      text={openid.tellText}
      submit={openid.save}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <BackChannelFields
        form={form}
        onChange={setForm}
        isWrong={(field) => isChecked && 'wrong' in read && read.wrong.has(field)}
        keyId={before?.signingKeyId ?? null}
        hasFirstFocus
      />
    </FormDialog>
  )
}
