import { type FormEvent, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { checkNewPassword, NewPassword, noNewPassword } from '../../ui/NewPassword.tsx'
import css from './forms.module.css'
import { useFinishLogon } from './queries.ts'

type Props = {
  /** When the begun logon ends, if it is known. */
  readonly until: Date | null
  readonly onDone: () => void
}

/** The logon is begun, and waits for a password of one's own. */
export function FinishForm({ until, onDone }: Props) {
  const { logon, formats } = messages
  const finish = useFinishLogon()
  const [value, setValue] = useState(noNewPassword)
  const [isChecked, setIsChecked] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (finish.isPending || Object.keys(checkNewPassword(value)).length > 0) return
    finish.mutate(value.password, { onSuccess: onDone })
  }

  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      <p>{logon.newPasswordWhy}</p>
      {finish.error && (
        <Banner tone="danger" announce="now">
          {explain(finish.error, 'change')}
        </Banner>
      )}
      <NewPassword value={value} onChange={setValue} isChecked={isChecked} hasFirstFocus />
      <Button type="submit" look="primary" isPending={finish.isPending}>
        {logon.newPasswordSubmit}
      </Button>
      {until && <p className={css['note']}>{logon.newPasswordUntil(formats.clock(until))}</p>}
    </form>
  )
}
