import type { SignalReceiverKey } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Copyable } from '../../ui/Copyable.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'

type Props = { readonly keyed: SignalReceiverKey; readonly onClose: () => void }

/** Shown this once: the key leaves the page with the dialog, and is in no cache. */
export function KeyDialog({ keyed: { receiver, key }, onClose }: Props) {
  const { signals } = messages
  const [isCopied, setIsCopied] = useState(false)
  const [isAskedAgain, setIsAskedAgain] = useState(false)
  return (
    <AlertDialog
      title={signals.keyTitle(receiver.name)}
      isOpen
      // Esc is pressed in passing, and the key would be gone.
      onClose={() => (isCopied || isAskedAgain ? onClose() : setIsAskedAgain(true))}
      actions={
        <Button look="primary" onPress={onClose}>
          {signals.keyDone}
        </Button>
      }
    >
      <p>{signals.keyText}</p>
      <Copyable label={signals.keyLabel} text={key} isLarge hasFirstFocus onCopied={setIsCopied} />
      {isAskedAgain && !isCopied && (
        <Banner tone="warn" announce="now">
          {signals.keyNotCopied}
        </Banner>
      )}
    </AlertDialog>
  )
}
