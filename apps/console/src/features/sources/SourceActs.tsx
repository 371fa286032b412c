import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { ChangeDialog } from './ChangeDialog.tsx'
import { ChangeNasDialog } from './nas/ChangeNasDialog.tsx'
import { NasSecretDialog } from './nas/NasSecretDialog.tsx'
import { SwitchDialog } from './SwitchDialog.tsx'
import { useWhyNotChange } from './use-why-not-change.ts'

/** What can be done with a source; whoever may not sees why. */
export function SourceActs({ source }: { readonly source: SourceView }) {
  const { sources, nases } = messages
  const { radius } = source
  const whyNot = useWhyNotChange()
  const [open, setOpen] = useState<'change' | 'secret' | 'switch' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button onPress={() => setOpen('change')} disabledBecause={whyNot}>
        {sources.change}
      </Button>
      {radius && (
        <Button onPress={() => setOpen('secret')} disabledBecause={whyNot}>
          {nases.changeSecret}
        </Button>
      )}
      <Button onPress={() => setOpen('switch')} disabledBecause={whyNot}>
        {source.disabled ? sources.enable : sources.disable}
      </Button>
      {open === 'change' && !radius && <ChangeDialog source={source} onClose={close} />}
      {open === 'change' && radius && <ChangeNasDialog source={source} radius={radius} onClose={close} />}
      {open === 'secret' && <NasSecretDialog source={source} onClose={close} />}
      {open === 'switch' && <SwitchDialog source={source} onClose={close} />}
    </>
  )
}
