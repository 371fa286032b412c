import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { ChangeDialog } from './ChangeDialog.tsx'
import { SwitchDialog } from './SwitchDialog.tsx'
import { useWhyNotChange } from './use-why-not-change.ts'

/** What can be done with a source; whoever may not sees why. */
export function SourceActs({ source }: { readonly source: SourceView }) {
  const { sources } = messages
  const whyNot = useWhyNotChange()
  const [open, setOpen] = useState<'change' | 'switch' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button onPress={() => setOpen('change')} disabledBecause={whyNot}>
        {sources.change}
      </Button>
      <Button onPress={() => setOpen('switch')} disabledBecause={whyNot}>
        {source.disabled ? sources.enable : sources.disable}
      </Button>
      {open === 'change' && <ChangeDialog source={source} onClose={close} />}
      {open === 'switch' && <SwitchDialog source={source} onClose={close} />}
    </>
  )
}
