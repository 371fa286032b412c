import type { WebhookSecret, WebhookView } from '@curfew/contract'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeWebhook, useDeleteWebhook } from './queries.ts'
import { RotateDialog } from './RotateDialog.tsx'
import { SecretDialog } from './SecretDialog.tsx'
import { useWhyNotChange } from './use-why-not-change.ts'
import { ChangeDialog } from './WebhookDialog.tsx'

type Props = { readonly webhook: WebhookView }

/** What can be done with a webhook; whoever may not sees why. */
export function WebhookActs({ webhook }: Props) {
  const { webhooks } = messages
  const whyNot = useWhyNotChange()
  const [open, setOpen] = useState<'change' | 'rotate' | 'switch' | 'delete' | null>(null)
  const [rotated, setRotated] = useState<WebhookSecret | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button onPress={() => setOpen('change')} disabledBecause={whyNot}>
        {webhooks.change}
      </Button>
      <Button onPress={() => setOpen('rotate')} disabledBecause={whyNot}>
        {webhooks.rotate}
      </Button>
      <Button onPress={() => setOpen('switch')} disabledBecause={whyNot}>
        {webhook.disabledReason === null ? webhooks.disable : webhooks.enable}
      </Button>
      <Button onPress={() => setOpen('delete')} disabledBecause={whyNot}>
        {webhooks.delete}
      </Button>
      {open === 'change' && <ChangeDialog webhook={webhook} onClose={close} />}
      {open === 'rotate' && <RotateDialog webhook={webhook} onClose={close} onRotated={setRotated} />}
      {open === 'switch' && <SwitchDialog webhook={webhook} onClose={close} />}
      {open === 'delete' && <DeleteDialog webhook={webhook} onClose={close} />}
      {rotated && <SecretDialog created={rotated} onClose={() => setRotated(null)} />}
    </>
  )
}

function SwitchDialog({ webhook, onClose }: Props & { readonly onClose: () => void }) {
  const { webhooks } = messages
  const { id, name } = webhook
  // As it was when it was asked: the page goes on reading meanwhile.
  const [isDisabling] = useState(webhook.disabledReason === null)
  const change = useChangeWebhook(id)
  return (
    <ConfirmDialog
      title={isDisabling ? webhooks.disableTitle(name) : webhooks.enableTitle(name)}
      confirm={isDisabling ? webhooks.disable : webhooks.enable}
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
              toast(isDisabling ? webhooks.disabledDone(name) : webhooks.enabledDone(name), 'ok')
            },
          },
        )
      }
    >
      <p>{isDisabling ? webhooks.disableText : webhooks.enableText}</p>
    </ConfirmDialog>
  )
}

function DeleteDialog({ webhook, onClose }: Props & { readonly onClose: () => void }) {
  const { webhooks } = messages
  const { id, name } = webhook
  const navigate = useNavigate()
  const remove = useDeleteWebhook(id)
  return (
    <ConfirmDialog
      title={webhooks.deleteTitle(name)}
      confirm={webhooks.delete}
      isDanger
      isPending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            onClose()
            toast(webhooks.deletedDone(name), 'ok')
            void navigate(pages.webhooks)
          },
        })
      }
    >
      <p>{webhooks.deleteText}</p>
    </ConfirmDialog>
  )
}
