import type { SourceChange, SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { KindChoice } from './KindChoice.tsx'
import { LeaseField } from './LeaseField.tsx'
import { NameField } from './NameField.tsx'
import { useChangeSource } from './queries.ts'
import { changesOf, formOf, readForm, type SourceForm } from './source-form.ts'

type Props = { readonly source: SourceView; readonly onClose: () => void }

/** Name, kinds and lease. How it is told was settled when it was registered. */
export function ChangeDialog({ source, onClose }: Props) {
  const { sources } = messages
  // As it was when it was asked: what others change meanwhile is not taken back by what was not touched here.
  const [before] = useState(source)
  const change = useChangeSource(source.id)
  const [form, setForm] = useState<SourceForm>(() => formOf(before))
  const [isChecked, setIsChecked] = useState(false)
  const read = readForm(form)
  const isWrong = (field: 'name' | 'kinds' | 'leaseMs') => isChecked && 'wrong' in read && read.wrong.has(field)

  const submit = () => {
    setIsChecked(true)
    if ('wrong' in read) return
    const changes: SourceChange = changesOf(before, read.request)
    if (Object.keys(changes).length === 0) return onClose()
    change.mutate(changes, {
      onSuccess: ({ name }) => {
        onClose()
        toast(sources.changed(name), 'ok')
      },
    })
  }

  return (
    <FormDialog
      title={sources.changeTitle(before.name)}
      submit={sources.save}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NameField
        value={form.name}
        onChange={(name) => setForm({ ...form, name })}
        hint={sources.renameHint}
        error={isWrong('name') ? sources.nameWrong : undefined}
      />
      <KindChoice
        kinds={form.kinds}
        onChange={(kinds) => setForm({ ...form, kinds })}
        hint={sources.changeKindsHint}
        error={isWrong('kinds') ? sources.kindsWrong : undefined}
      />
      {form.toldBy === 'guard-feed' && (
        <LeaseField
          value={form.leaseSeconds}
          onChange={(leaseSeconds) => setForm({ ...form, leaseSeconds })}
          isWrong={isWrong('leaseMs')}
          hint={sources.changeLeaseHint}
        />
      )}
    </FormDialog>
  )
}
