import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../../frame/queries.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { DurationField } from '../../ui/DurationField.tsx'
import { type Duration, printSeconds, readSeconds } from '../../ui/duration.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import css from './Holds.module.css'
import { settingsQuery, useChangeSettings } from './queries.ts'

const most = 86_400

/** What counts as coming back; a super admin changes it. */
export function CameBackSetting() {
  const { holds, administrators, sessions } = messages
  const { data } = useQuery(settingsQuery())
  const { data: me } = useQuery(meQuery())
  const [isOpen, setIsOpen] = useState(false)
  if (!data || !me) return null
  const { cameBackWithinSeconds: seconds } = data
  const whyNot = me.role === 'super-admin' ? undefined : holds.mayNotChange(administrators.roles[me.role])
  return (
    <section aria-labelledby="came-back" className={css['setting']}>
      <div>
        <h2 id="came-back">{holds.cameBack}</h2>
        <p>{seconds === 0 ? holds.cameBackNever : holds.cameBackText(sessions.inSeconds(seconds))}</p>
      </div>
      <Button onPress={() => setIsOpen(true)} disabledBecause={whyNot}>
        {holds.cameBackChange}
      </Button>
      {isOpen && <ChangeDialog seconds={seconds} onClose={() => setIsOpen(false)} />}
    </section>
  )
}

function ChangeDialog({ seconds: before, onClose }: { readonly seconds: number; readonly onClose: () => void }) {
  const { holds, sessions } = messages
  const change = useChangeSettings()
  const [duration, setDuration] = useState<Duration>(printSeconds(before))
  const seconds = readSeconds(duration, 0, most)
  const save = () => {
    if (seconds === null) return
    change.mutate(
      { cameBackWithinSeconds: seconds },
      {
        onSuccess: () => {
          onClose()
          toast(holds.cameBackSaved, 'ok')
        },
      },
    )
  }
  return (
    <FormDialog
      title={holds.cameBackTitle}
      text={before === 0 ? holds.cameBackNever : holds.cameBackText(sessions.inSeconds(before))}
      submit={holds.save}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={save}
    >
      <DurationField
        hasFirstFocus
        label={holds.cameBackLabel}
        unitLabel={holds.unit}
        units={holds.units}
        value={duration}
        onChange={setDuration}
        description={holds.cameBackHint}
        error={seconds === null ? holds.cameBackWrong : undefined}
      />
    </FormDialog>
  )
}
