import type { WebhookSecret, WebhookView } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeWebhook, useCreateWebhook } from './queries.ts'
import { WebhookFields } from './WebhookFields.tsx'
import css from './WebhookPage.module.css'
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
  return <FormDialog {...words} {...asked(create)} before={blankWebhook} onClose={onClose} onSend={onSend} />
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
  return <FormDialog {...words} {...asked(change)} before={before} onClose={onClose} onSend={onSend} />
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

function FormDialog({ title, submit, isPending, error, before, onClose, onSend }: FormProps) {
  const [form, setForm] = useState(before)
  const [isChecked, setIsChecked] = useState(false)
  const formId = useId()
  const read = readForm(form)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (!isPending && 'request' in read) onSend(read.request)
  }
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{messages.webhooks.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} className={css['form']} noValidate>
        {error && (
          <Banner tone="danger" announce="now">
            {explain(error, 'change')}
          </Banner>
        )}
        <WebhookFields
          form={form}
          onChange={setForm}
          isWrong={(field) => isChecked && 'wrong' in read && read.wrong.has(field)}
        />
      </form>
    </Dialog>
  )
}
