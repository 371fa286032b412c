import type { RadiusView, SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { toast } from '../../../ui/Toast.tsx'
import { useChangeSource } from '../queries.ts'
import { NasDialog, refusedBy } from './NasDialog.tsx'
import { NasIdentity, NasSettings } from './NasFields.tsx'
import { formOf, readChange } from './nas-form.ts'

type Props = { readonly source: SourceView; readonly radius: RadiusView; readonly onClose: () => void }

/** All of a NAS but its secret. */
export function ChangeNasDialog({ source, radius, onClose }: Props) {
  const { sources } = messages
  // As it was when it was asked: what others change meanwhile is not taken back by what was not touched here.
  const [before] = useState(() => formOf(source.name, radius))
  const [form, setForm] = useState(before)
  const [isChecked, setIsChecked] = useState(false)
  const change = useChangeSource(source.id)
  const read = readChange(before, form)
  const wrong = isChecked && 'wrong' in read ? read.wrong : null
  const fields = { form, onChange: setForm, wrong, refused: refusedBy(change.error) }

  const submit = () => {
    setIsChecked(true)
    if ('wrong' in read) return
    if (Object.keys(read.request).length === 0) return onClose()
    change.mutate(read.request, {
      onSuccess: ({ name }) => {
        onClose()
        toast(sources.changed(name), 'ok')
      },
    })
  }

  return (
    <NasDialog
      title={sources.changeTitle(before.name)}
      submit={sources.save}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NasIdentity {...fields} />
      <NasSettings {...fields} />
    </NasDialog>
  )
}
