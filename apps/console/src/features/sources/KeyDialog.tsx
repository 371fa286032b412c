import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Copyable } from '../../ui/Copyable.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { ConnectHints } from './ConnectHints.tsx'
import type { Rotated } from './RotateDialog.tsx'
import { keysOf } from './standing.ts'

type Props = {
  readonly keyed: Rotated['keyed']
  /** What becomes of the keys before it; null: there are none. */
  readonly overlap: Rotated['overlap'] | null
  readonly onClose: () => void
}

/** Shown this once: the key leaves the page with the dialog, and is in no cache. */
export function KeyDialog({ keyed: { source, key }, overlap, onClose }: Props) {
  const { sources } = messages
  const [isCopied, setIsCopied] = useState(false)
  const [isAskedAgain, setIsAskedAgain] = useState(false)
  return (
    <AlertDialog
      title={sources.keyTitle(source.name)}
      isOpen
      // Esc is pressed in passing, and the key would be gone.
      onClose={() => (isCopied || isAskedAgain ? onClose() : setIsAskedAgain(true))}
      actions={
        <Button look="primary" onPress={onClose}>
          {sources.keyDone}
        </Button>
      }
    >
      <p>
        {sources.keyText} {overlap !== null && <EarlierKeys source={source} overlap={overlap} />}
      </p>
      <Copyable label={sources.keyLabel} text={key} isLarge hasFirstFocus onCopied={setIsCopied} />
      {isAskedAgain && !isCopied && (
        <Banner tone="warn" announce="now">
          {sources.keyNotCopied}
        </Banner>
      )}
      <ConnectHints source={source} />
    </AlertDialog>
  )
}

type EarlierProps = { readonly source: Rotated['keyed']['source']; readonly overlap: Rotated['overlap'] }

function EarlierKeys({ source, overlap }: EarlierProps) {
  const { sources, formats } = messages
  const now = new Date()
  if (overlap === 'none') return sources.keyNoOverlap
  const last = keysOf(source, now)
    .flatMap(({ expiresAt }) => expiresAt ?? [])
    .toSorted((one, other) => other.getTime() - one.getTime())[0]
  return last ? sources.keyOverlap(formats.moment(last, now)) : null
}
