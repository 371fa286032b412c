import { speedTarget } from '@curfew/contract'
import { useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../messages/later-messages.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useSetTarget } from './queries.ts'

type Props = { readonly seconds: number; readonly onClose: () => void }

export function TargetDialog({ seconds, onClose }: Props) {
  const { speed } = messages
  const set = useSetTarget()
  const [typed, setTyped] = useState(String(seconds))
  const [isChecked, setIsChecked] = useState(false)
  const read = z.safeParse(speedTarget, { targetSeconds: typed.trim() === '' ? Number.NaN : Number(typed.trim()) })

  const submit = () => {
    setIsChecked(true)
    if (!read.success) return
    set.mutate(read.data, {
      onSuccess: () => {
        onClose()
        toast(speed.targetChanged(speed.short(read.data.targetSeconds * 1000)), 'ok')
      },
    })
  }

  return (
    <FormDialog
      title={speed.targetTitle}
      text={speed.targetText}
      submit={speed.targetSubmit}
      isPending={set.isPending}
      error={set.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        label={speed.targetLabel}
        inputMode="numeric"
        autoComplete="off"
        hasFirstFocus
        value={typed}
        onChange={setTyped}
        error={isChecked && !read.success ? speed.targetWrong : undefined}
      />
    </FormDialog>
  )
}
