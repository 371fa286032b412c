import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useChangeSource } from './queries.ts'

type Props = { readonly source: SourceView; readonly onClose: () => void }

/** Disable a source, or enable it again: asked once more, with what it means for its users. */
export function SwitchDialog({ source, onClose }: Props) {
  const { sources, nases } = messages
  const { id, name, channel, leaseMs, openSessions, radius } = source
  // As it was when it was asked: the page goes on reading meanwhile.
  const [isDisabling] = useState(!source.disabled)
  const change = useChangeSource(id)
  const confirm = () =>
    change.mutate(
      { disabled: isDisabling },
      {
        onSuccess: () => {
          onClose()
          toast(isDisabling ? sources.disabledDone(name) : sources.enabledDone(name), 'ok')
        },
      },
    )
  return (
    <AlertDialog
      title={isDisabling ? sources.disableTitle(name) : sources.enableTitle(name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} hasFirstFocus>
            {sources.cancel}
          </Button>
          <Button look={isDisabling ? 'danger' : 'primary'} isPending={change.isPending} onPress={confirm}>
            {isDisabling ? sources.disable : sources.enable}
          </Button>
        </>
      }
    >
      {isDisabling ? (
        <>
          <p>{radius ? nases.disableText : sources.disableText(channel === 'guard-feed', sources.seconds(leaseMs))}</p>
          <p>{sources.openSessionsStay(openSessions)}</p>
        </>
      ) : (
        <p>{radius ? nases.enableText : sources.enableText}</p>
      )}
      {change.error && (
        <Banner tone="danger" announce="now">
          {explain(change.error, 'change')}
        </Banner>
      )}
    </AlertDialog>
  )
}
