import type { Role, TemporaryPassword } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import css from './CreateDialog.module.css'
import { useCreateAdministrator } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'

type Props = {
  readonly onClose: () => void
  readonly onCreated: (temporary: TemporaryPassword) => void
}

export function CreateDialog({ onClose, onCreated }: Props) {
  const { administrators: words } = messages
  const create = useCreateAdministrator()
  const [who, setWho] = useState({ userId: '', firstName: '', lastName: '' })
  const [role, setRole] = useState<Role>('operator')
  const [isChecked, setIsChecked] = useState(false)
  const formId = useId()
  const userId = who.userId.trim()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (create.isPending || userId === '') return
    create.mutate(
      { ...who, userId, role },
      {
        onSuccess: (temporary) => {
          onClose()
          onCreated(temporary)
        },
      },
    )
  }

  return (
    <Dialog
      title={words.createTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={create.isPending}>
            {words.createSubmit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className={css['form']} noValidate>
        <p className={css['text']}>{words.createText}</p>
        {create.error && (
          <Banner tone="danger" announce="now">
            {explain(create.error, 'change')}
          </Banner>
        )}
        <TextField
          label={words.userId}
          isCode
          autoComplete="off"
          hasFirstFocus
          value={who.userId}
          onChange={(typed) => setWho({ ...who, userId: typed })}
          error={isChecked && userId === '' ? words.userIdMissing : undefined}
        />
        <div className={css['pair']}>
          <TextField
            label={words.firstName}
            autoComplete="off"
            value={who.firstName}
            onChange={(firstName) => setWho({ ...who, firstName })}
          />
          <TextField
            label={words.lastName}
            autoComplete="off"
            value={who.lastName}
            onChange={(lastName) => setWho({ ...who, lastName })}
          />
        </div>
        <RoleSelect value={role} onChange={setRole} />
      </form>
    </Dialog>
  )
}
