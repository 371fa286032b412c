import type { AdministratorView, TemporaryPassword } from '@curfew/contract'
import { messages } from '../../messages/messages.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeAdministrator, useResetPassword } from './queries.ts'
import { RoleDialog } from './RoleDialog.tsx'

export const acts = ['role', 'disable', 'enable', 'reset'] as const
export type Act = (typeof acts)[number]

type Props = {
  readonly act: Act
  readonly administrator: AdministratorView
  readonly onClose: () => void
  readonly onTemporaryPassword: (temporary: TemporaryPassword) => void
}

/** What is to be done with an administrator, asked once more. */
export function ActDialog({ act, administrator, onClose, onTemporaryPassword }: Props) {
  const { administrators: words } = messages
  const { id, userId, openSessions } = administrator
  const change = useChangeAdministrator(id)
  const reset = useResetPassword(id)

  switch (act) {
    case 'role':
      return <RoleDialog administrator={administrator} onClose={onClose} />
    case 'reset':
      return (
        <ConfirmDialog
          title={words.resetTitle(userId)}
          confirm={words.reset}
          isDanger
          isPending={reset.isPending}
          error={reset.error}
          onClose={onClose}
          onConfirm={() =>
            reset.mutate(undefined, {
              onSuccess: (temporary) => {
                onClose()
                onTemporaryPassword(temporary)
              },
            })
          }
        >
          <p>{words.resetText(openSessions)}</p>
        </ConfirmDialog>
      )
    default: {
      const isDisabling = act === 'disable'
      return (
        <ConfirmDialog
          title={isDisabling ? words.disableTitle(userId) : words.enableTitle(userId)}
          confirm={isDisabling ? words.disable : words.enable}
          isDanger={isDisabling}
          isPending={change.isPending}
          error={change.error}
          onClose={onClose}
          onConfirm={() =>
            change.mutate(
              { disabled: isDisabling },
              {
                onSuccess: () => {
                  onClose()
                  toast(isDisabling ? words.disabledDone(userId) : words.enabledDone(userId), 'ok')
                },
              },
            )
          }
        >
          <p>{isDisabling ? words.disableText(openSessions) : words.enableText}</p>
        </ConfirmDialog>
      )
    }
  }
}
