import type { SourceKey, SourceView } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { useRotateKey } from './queries.ts'
import css from './SourceForm.module.css'

const overlapSeconds = { day: 86_400, none: 0 } as const
type Overlap = keyof typeof overlapSeconds

/** A new key, and what becomes of those before it. */
export type Rotated = { readonly keyed: SourceKey; readonly overlap: Overlap }

type Props = {
  readonly source: SourceView
  readonly onClose: () => void
  readonly onRotated: (rotated: Rotated) => void
}

export function RotateDialog({ source, onClose, onRotated }: Props) {
  const { sources } = messages
  const rotate = useRotateKey(source.id)
  const [overlap, setOverlap] = useState<Overlap>('day')
  const formId = useId()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (rotate.isPending) return
    rotate.mutate(overlapSeconds[overlap], {
      onSuccess: (keyed) => {
        onClose()
        onRotated({ keyed, overlap })
      },
    })
  }

  return (
    <Dialog
      title={sources.rotateTitle(source.name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} hasFirstFocus>
            {sources.cancel}
          </Button>
          <Button
            type="submit"
            form={formId}
            look={overlap === 'none' ? 'danger' : 'primary'}
            isPending={rotate.isPending}
          >
            {sources.rotateSubmit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className={css['form']}>
        <p className={css['text']}>{sources.rotateText}</p>
        {rotate.error && (
          <Banner tone="danger" announce="now">
            {explain(rotate.error, 'change')}
          </Banner>
        )}
        <RadioGroup
          label={sources.overlap}
          value={overlap}
          onChange={setOverlap}
          choices={[
            { id: 'day', label: sources.overlapDay, detail: sources.overlapDayDetail },
            { id: 'none', label: sources.overlapNone, detail: sources.overlapNoneDetail },
          ]}
        />
      </form>
    </Dialog>
  )
}
