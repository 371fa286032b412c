import type { TemporaryPassword } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Check, Copy } from '../../ui/icons.tsx'
import css from './TemporaryPasswordDialog.module.css'

type Props = { readonly temporary: TemporaryPassword; readonly onClose: () => void }

/** Shown this once: it leaves the page with the dialog, and is in no cache. */
export function TemporaryPasswordDialog({ temporary, onClose }: Props) {
  const { administrators: words } = messages
  const [copied, setCopied] = useState<'not-yet' | 'done' | 'failed'>('not-yet')
  const copy = () =>
    navigator.clipboard.writeText(temporary.temporaryPassword).then(
      () => setCopied('done'),
      () => setCopied('failed'),
    )
  return (
    <AlertDialog
      title={words.temporaryTitle}
      isOpen
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {words.temporaryDone}
        </Button>
      }
    >
      <p>{words.temporaryText(temporary.administrator.userId)}</p>
      <div className={css['line']}>
        <code className={css['password']} aria-label={words.temporaryLabel}>
          {temporary.temporaryPassword}
        </code>
        <Button onPress={() => void copy()} hasFirstFocus>
          {copied === 'done' ? <Check /> : <Copy />}
          {copied === 'done' ? words.copied : words.copy}
        </Button>
      </div>
      <div aria-live="polite">{copied === 'failed' && <Banner tone="warn">{words.copyFailed}</Banner>}</div>
    </AlertDialog>
  )
}
