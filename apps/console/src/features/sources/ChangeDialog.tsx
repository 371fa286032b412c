import type { SourceChange, SourceView } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/Toast.tsx'
import { KindChoice } from './KindChoice.tsx'
import { LeaseField } from './LeaseField.tsx'
import { useChangeSource } from './queries.ts'
import css from './SourceForm.module.css'
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
  const formId = useId()
  const read = readForm(form)
  const isWrong = (field: 'name' | 'kinds' | 'leaseMs') => isChecked && 'wrong' in read && read.wrong.has(field)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (change.isPending || 'wrong' in read) return
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
    <Dialog
      title={sources.changeTitle(before.name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{sources.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={change.isPending}>
            {sources.save}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className={css['form']} noValidate>
        {change.error && (
          <Banner tone="danger" announce="now">
            {explain(change.error, 'change')}
          </Banner>
        )}
        <TextField
          label={sources.name}
          isCode
          autoComplete="off"
          hasFirstFocus
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
          description={sources.renameHint}
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
      </form>
    </Dialog>
  )
}
