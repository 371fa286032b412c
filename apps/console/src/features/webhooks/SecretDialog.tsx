import type { WebhookSecret } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Copyable } from '../../ui/Copyable.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'

type Props = { readonly created: WebhookSecret; readonly onClose: () => void }

/** Shown this once: the secret leaves the page with the dialog, and is in no cache. */
export function SecretDialog({ created: { webhook, secret }, onClose }: Props) {
  const { webhooks, formats } = messages
  const [isCopied, setIsCopied] = useState(false)
  const [isAskedAgain, setIsAskedAgain] = useState(false)
  const { formerSecretUntil } = webhook
  return (
    <AlertDialog
      title={webhooks.secretTitle(webhook.name)}
      isOpen
      // Esc is pressed in passing, and the secret would be gone.
      onClose={() => (isCopied || isAskedAgain ? onClose() : setIsAskedAgain(true))}
      actions={
        <Button look="primary" onPress={onClose}>
          {webhooks.secretDone}
        </Button>
      }
    >
      <p>
        {webhooks.secretText}{' '}
        {formerSecretUntil !== null && webhooks.formerUntil(formats.exact(new Date(formerSecretUntil)))}
      </p>
      <Copyable label={webhooks.secretLabel} text={secret} isLarge hasFirstFocus onCopied={setIsCopied} />
      {isAskedAgain && !isCopied && (
        <Banner tone="warn" announce="now">
          {webhooks.secretNotCopied}
        </Banner>
      )}
    </AlertDialog>
  )
}
