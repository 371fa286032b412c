import { type FormEvent, useEffect, useRef, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useCountdown } from '../../ui/use-countdown.ts'
import css from './forms.module.css'
import { useLogOn } from './queries.ts'

type Props = {
  /** Read out with the first field, which takes the focus: how the last session ended. */
  readonly describedBy: string | undefined
  readonly onDone: () => void
  /** The password was a temporary one: the logon waits until then for another. */
  readonly onPasswordDue: (until: Date) => void
}

export function CredentialsForm({ describedBy, onDone, onPasswordDue }: Props) {
  const { logon } = messages
  const logOn = useLogOn()
  const [typed, setTyped] = useState({ userId: '', password: '' })
  const [isChecked, setIsChecked] = useState(false)
  const { secondsLeft, start } = useCountdown()
  const userIdField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)

  useEffect(() => userIdField.current?.focus(), [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (typed.userId === '') return userIdField.current?.focus()
    if (typed.password === '') return passwordField.current?.focus()
    if (logOn.isPending || secondsLeft > 0) return
    logOn.mutate(typed, {
      onSuccess: (answer) => (answer.next === 'done' ? onDone() : onPasswordDue(new Date(answer.expiresAt))),
      onError: (error) => {
        start(secondsToWait(error) ?? 0)
        passwordField.current?.select()
      },
    })
  }

  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      {logOn.error && (
        <Banner tone="danger" announce="now">
          {secondsToWait(logOn.error) === undefined
            ? explain(logOn.error, 'read')
            : messages.problems['too-many-attempts']}
        </Banner>
      )}
      <TextField
        label={logon.userId}
        name="username"
        {...(describedBy ? { 'aria-describedby': describedBy } : {})}
        autoComplete="username"
        isCode
        inputRef={userIdField}
        value={typed.userId}
        onChange={(userId) => setTyped({ ...typed, userId })}
        error={isChecked && typed.userId === '' ? logon.userIdMissing : undefined}
      />
      <TextField
        label={logon.password}
        name="password"
        type="password"
        autoComplete="current-password"
        inputRef={passwordField}
        value={typed.password}
        onChange={(password) => setTyped({ ...typed, password })}
        error={isChecked && typed.password === '' ? logon.passwordMissing : undefined}
      />
      <Button
        type="submit"
        look="primary"
        isPending={logOn.isPending}
        disabledBecause={secondsLeft > 0 ? logon.tryAgainIn(secondsLeft) : undefined}
      >
        {logOn.isPending ? logon.submitting : logon.submit}
      </Button>
      {secondsLeft > 0 && <p className={css['note']}>{logon.tryAgainIn(secondsLeft)}</p>}
    </form>
  )
}

function secondsToWait(error: Error): number | undefined {
  return error instanceof ProblemError ? error.problem.retryAfterSeconds : undefined
}
