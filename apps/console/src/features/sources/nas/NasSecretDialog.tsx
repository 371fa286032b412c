import { radiusChange, type SourceView } from '@curfew/contract'
import { useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../../messages/later-messages.ts'
import { toast } from '../../../ui/Toast.tsx'
import { useChangeSource } from '../queries.ts'
import { NasDialog } from './NasDialog.tsx'
import { SecretField } from './SecretField.tsx'

type Props = { readonly source: SourceView; readonly onClose: () => void }

/** Another secret for a NAS: its accounting may come with the one before it for a while, so that nothing is lost meanwhile. */
export function NasSecretDialog({ source, onClose }: Props) {
  const { nases } = messages
  const change = useChangeSource(source.id)
  const [secret, setSecret] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const read = z.safeParse(radiusChange, { secret })

  const submit = () => {
    setIsChecked(true)
    if (!read.success) return
    change.mutate(
      { radius: read.data },
      {
        onSuccess: ({ name }) => {
          onClose()
          toast(nases.secretChanged(name), 'ok')
        },
      },
    )
  }

  return (
    <NasDialog
      title={nases.secretTitle(source.name)}
      text={nases.secretText}
      submit={nases.secretSubmit}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <SecretField
        label={nases.newSecret}
        hasFirstFocus
        value={secret}
        onChange={setSecret}
        isWrong={isChecked && !read.success}
      />
    </NasDialog>
  )
}
