import type { AdministratorView } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeAdministrator } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'

type Props = { readonly administrator: AdministratorView; readonly onClose: () => void }

export function RoleDialog({ administrator, onClose }: Props) {
  const { administrators: words } = messages
  const { id, userId } = administrator
  const change = useChangeAdministrator(id)
  const [role, setRole] = useState(administrator.role)
  const formId = useId()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change.isPending) return
    if (role === administrator.role) return onClose()
    change.mutate(
      { role },
      {
        onSuccess: () => {
          onClose()
          toast(words.roleChanged(userId, words.roles[role]), 'ok')
        },
      },
    )
  }

  return (
    <Dialog
      title={words.changeRoleTitle(userId)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={change.isPending}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <RoleSelect value={role} onChange={setRole} />
      </form>
      <p>{words.changeRoleText}</p>
      {change.error && (
        <Banner tone="danger" announce="now">
          {explain(change.error, 'change')}
        </Banner>
      )}
    </Dialog>
  )
}
