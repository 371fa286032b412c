import type { WebhookSecret, WebhookView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeWebhook, useCreateWebhook } from './queries.ts'
import { WebhookFields } from './WebhookFields.tsx'
import { blankWebhook, changesOf, formOf, readForm, type WebhookForm } from './webhook-form.ts'

type CreateProps = { readonly onClose: () => void; readonly onCreated: (created: WebhookSecret) => void }

export function CreateDialog({ onClose, onCreated }: CreateProps) {
  const { webhooks } = messages
  const create = useCreateWebhook()
  const onSend = (request: Parameters<typeof create.mutate>[0]) =>
    create.mutate(request, {
      onSuccess: (created) => {
        onClose()
        onCreated(created)
      },
    })
  const words = { title: webhooks.create, submit: webhooks.createSubmit }
  return <WebhookDialog {...words} {...asked(create)} before={blankWebhook} onClose={onClose} onSend={onSend} />
}

export function ChangeDialog({ webhook, onClose }: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { webhooks } = messages
  // As it was when it was asked: what others change meanwhile is not taken back by what was not touched here.
  const [before] = useState(() => formOf(webhook))
  const change = useChangeWebhook(webhook.id)
  const onSend = (request: Parameters<typeof changesOf>[1]) => {
    const changes = changesOf(before, request)
    if (Object.keys(changes).length === 0) return onClose()
    change.mutate(changes, {
      onSuccess: ({ name }) => {
        onClose()
        toast(webhooks.changed(name), 'ok')
      },
    })
  }
  const words = { title: webhooks.changeTitle(before.name), submit: webhooks.save }
  return <WebhookDialog {...words} {...asked(change)} before={before} onClose={onClose} onSend={onSend} />
}

const asked = ({ isPending, error }: { readonly isPending: boolean; readonly error: Error | null }) => ({
  isPending,
  error,
})

type FormProps = {
  readonly title: string
  readonly submit: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly before: WebhookForm
  readonly onClose: () => void
  readonly onSend: (request: Extract<ReturnType<typeof readForm>, { request: unknown }>['request']) => void
}

function WebhookDialog({ before, onSend, ...dialog }: FormProps) {
  const [form, setForm] = useState(before)
  const [isChecked, setIsChecked] = useState(false)
  const read = readForm(form)
  const send = () => {
    setIsChecked(true)
    if ('request' in read) onSend(read.request)
  }
  return (
    <FormDialog {...dialog} onSubmit={send}>
      <WebhookFields
        form={form}
        onChange={setForm}
        isWrong={(field) => isChecked && 'wrong' in read && read.wrong.has(field)}
      />
    </FormDialog>
  )
}
