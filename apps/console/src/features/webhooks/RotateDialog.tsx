import type { WebhookSecret, WebhookView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { useRotateSecret } from './queries.ts'

const overlapSeconds = { day: 86_400, none: 0 } as const

type Props = {
  readonly webhook: WebhookView
  readonly onClose: () => void
  readonly onRotated: (rotated: WebhookSecret) => void
}

export function RotateDialog({ webhook, onClose, onRotated }: Props) {
  const { webhooks } = messages
  const rotate = useRotateSecret(webhook.id)
  const [overlap, setOverlap] = useState<keyof typeof overlapSeconds>('day')
  return (
    <ConfirmDialog
      title={webhooks.rotateTitle(webhook.name)}
      confirm={webhooks.rotateSubmit}
      isDanger={overlap === 'none'}
      isPending={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onConfirm={() =>
        rotate.mutate(overlapSeconds[overlap], {
          onSuccess: (rotated) => {
            onClose()
            onRotated(rotated)
          },
        })
      }
    >
      <p>{webhooks.rotateText}</p>
      <RadioGroup
        label={webhooks.overlap}
        value={overlap}
        onChange={setOverlap}
        choices={[
          { id: 'day', label: webhooks.overlapDay, detail: webhooks.overlapDayDetail },
          { id: 'none', label: webhooks.overlapNone, detail: webhooks.overlapNoneDetail },
        ]}
      />
    </ConfirmDialog>
  )
}
