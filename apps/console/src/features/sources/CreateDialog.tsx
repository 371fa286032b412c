import type { SourceKey } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { KindChoice } from './KindChoice.tsx'
import { LeaseField } from './LeaseField.tsx'
import { NameField } from './NameField.tsx'
import { BackChannelFields } from './openid/BackChannelFields.tsx'
import { useCreateSource } from './queries.ts'
import { blankSource, type FormField, readForm, type SourceForm } from './source-form.ts'
import { ViaSelect } from './ViaSelect.tsx'

type Props = {
  readonly onClose: () => void
  readonly onCreated: (keyed: SourceKey) => void
}

export function CreateDialog({ onClose, onCreated }: Props) {
  const { sources } = messages
  const create = useCreateSource()
  const [form, setForm] = useState<SourceForm>(blankSource)
  const [isChecked, setIsChecked] = useState(false)
  const read = readForm(form)
  const isWrong = (field: FormField) => isChecked && 'wrong' in read && read.wrong.has(field)
  const { toldChoices } = sources

  const submit = () => {
    setIsChecked(true)
    if ('wrong' in read) return
    create.mutate(read.request, {
      onSuccess: (keyed) => {
        onClose()
        onCreated(keyed)
      },
    })
  }

  return (
    <FormDialog
      title={sources.createTitle}
      text={sources.createText}
      submit={sources.createSubmit}
      isPending={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NameField
        value={form.name}
        onChange={(name) => setForm({ ...form, name })}
        hint={sources.nameHint}
        error={isWrong('name') ? sources.nameWrong : undefined}
      />
      <KindChoice
        kinds={form.kinds}
        onChange={(kinds) => setForm({ ...form, kinds })}
        error={isWrong('kinds') ? sources.kindsWrong : undefined}
      />
      {form.kinds.includes('self-service-console') && (
        <ViaSelect value={form.via} onChange={(via) => setForm({ ...form, via })} />
      )}
      <Select
        label={sources.toldLabel}
        value={form.toldBy}
        onChange={(toldBy) => setForm({ ...form, toldBy })}
        choices={[
          { id: 'guard-feed', ...toldChoices['guard-feed'] },
          { id: 'back-channel', ...toldChoices['back-channel'] },
          { id: 'none', ...toldChoices.none },
        ]}
      />
      {form.toldBy === 'back-channel' && (
        <BackChannelFields
          form={form.backChannel}
          onChange={(backChannel) => setForm({ ...form, backChannel })}
          isWrong={isWrong}
          keyId={null}
        />
      )}
      {form.toldBy === 'guard-feed' && (
        <LeaseField
          value={form.leaseSeconds}
          onChange={(leaseSeconds) => setForm({ ...form, leaseSeconds })}
          isWrong={isWrong('leaseMs')}
          hint={sources.leaseHint}
        />
      )}
    </FormDialog>
  )
}
