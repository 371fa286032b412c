import type { SourceKey } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { KindChoice } from './KindChoice.tsx'
import { LeaseField } from './LeaseField.tsx'
import { BackChannelFields } from './openid/BackChannelFields.tsx'
import { useCreateSource } from './queries.ts'
import css from './SourceForm.module.css'
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
  const formId = useId()
  const read = readForm(form)
  const isWrong = (field: FormField) => isChecked && 'wrong' in read && read.wrong.has(field)
  const { toldChoices } = sources

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (create.isPending || 'wrong' in read) return
    create.mutate(read.request, {
      onSuccess: (keyed) => {
        onClose()
        onCreated(keyed)
      },
    })
  }

  return (
    <Dialog
      title={sources.createTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{sources.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={create.isPending}>
            {sources.createSubmit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className={css['form']} noValidate>
        <p className={css['text']}>{sources.createText}</p>
        {create.error && (
          <Banner tone="danger" announce="now">
            {explain(create.error, 'change')}
          </Banner>
        )}
        <TextField
          label={sources.name}
          isCode
          autoComplete="off"
          hasFirstFocus
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
          description={sources.nameHint}
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
      </form>
    </Dialog>
  )
}
