import { speedTarget } from '@curfew/contract'
import { type FormEvent, useId, useState } from 'react'
import * as z from 'zod/mini'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useSetTarget } from './queries.ts'
import css from './speed.module.css'

type Props = { readonly seconds: number; readonly onClose: () => void }

export function TargetDialog({ seconds, onClose }: Props) {
  const { speed } = messages
  const set = useSetTarget()
  const [typed, setTyped] = useState(String(seconds))
  const [isChecked, setIsChecked] = useState(false)
  const formId = useId()
  const read = z.safeParse(speedTarget, { targetSeconds: typed.trim() === '' ? Number.NaN : Number(typed.trim()) })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (set.isPending || !read.success) return
    set.mutate(read.data, {
      onSuccess: () => {
        onClose()
        toast(speed.targetChanged(speed.short(read.data.targetSeconds * 1000)), 'ok')
      },
    })
  }

  return (
    <Dialog
      title={speed.targetTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{speed.cancel}</Button>
          <Button type="submit" form={formId} look="primary" isPending={set.isPending}>
            {speed.targetSubmit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className={css['form']} noValidate>
        <p className={css['dim']}>{speed.targetText}</p>
        {set.error && (
          <Banner tone="danger" announce="now">
            {explain(set.error, 'change')}
          </Banner>
        )}
        <TextField
          label={speed.targetLabel}
          inputMode="numeric"
          autoComplete="off"
          hasFirstFocus
          value={typed}
          onChange={setTyped}
          error={isChecked && !read.success ? speed.targetWrong : undefined}
        />
      </form>
    </Dialog>
  )
}
