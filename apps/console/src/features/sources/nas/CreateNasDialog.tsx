import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { useCreateNas } from '../queries.ts'
import { NasDialog, refusedBy } from './NasDialog.tsx'
import { NasIdentity, NasSettings } from './NasFields.tsx'
import { blankNas, type NasForm, readNewNas } from './nas-form.ts'
import { SecretField } from './SecretField.tsx'

type Props = {
  /** Where its packets come from, when that is known. */
  readonly address?: string | undefined
  readonly onClose: () => void
  readonly onCreated: (nas: SourceView) => void
}

export function CreateNasDialog({ address = '', onClose, onCreated }: Props) {
  const { nases, sources } = messages
  const create = useCreateNas()
  const [form, setForm] = useState<NasForm>({ ...blankNas, networks: address })
  const [isChecked, setIsChecked] = useState(false)
  const read = readNewNas(form)
  const wrong = isChecked && 'wrong' in read ? read.wrong : null
  const fields = { form, onChange: setForm, wrong, refused: refusedBy(create.error) }

  const submit = () => {
    setIsChecked(true)
    if ('wrong' in read) return
    create.mutate(read.request, {
      onSuccess: (nas) => {
        onClose()
        onCreated(nas)
      },
    })
  }

  return (
    <NasDialog
      title={nases.createTitle}
      text={nases.createText}
      submit={sources.createSubmit}
      isPending={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NasIdentity {...fields} />
      <SecretField
        label={nases.secret}
        value={form.secret}
        onChange={(secret) => setForm({ ...form, secret })}
        isWrong={wrong?.fields.has('secret') ?? false}
      />
      <NasSettings {...fields} />
    </NasDialog>
  )
}
