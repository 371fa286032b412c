import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { pages } from '../../frame/pages.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { checkNewPassword, NewPassword, noNewPassword } from '../../ui/NewPassword.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toast } from '../../ui/Toast.tsx'
import css from './PasswordPage.module.css'
import { useChangePassword } from './queries.ts'

/** The own password. */
export function PasswordPage() {
  const { administrators: words } = messages
  usePageTitle(words.passwordTitle)
  const change = useChangePassword()
  const navigate = useNavigate()
  const [currentPassword, setCurrentPassword] = useState('')
  const [chosen, setChosen] = useState(noNewPassword)
  const [isChecked, setIsChecked] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (change.isPending || currentPassword === '' || Object.keys(checkNewPassword(chosen)).length > 0) return
    change.mutate(
      { currentPassword, newPassword: chosen.password },
      {
        onSuccess: () => {
          toast(words.passwordChanged, 'ok')
          void navigate(pages.sessions)
        },
      },
    )
  }

  return (
    <>
      <PageHead title={words.passwordTitle} />
      <form className={css['form']} onSubmit={submit} noValidate>
        <p className={css['text']}>{words.passwordText}</p>
        {change.error && (
          <Banner tone="danger" announce="now">
            {isWrongPassword(change.error) ? words.currentWrong : explain(change.error, 'change')}
          </Banner>
        )}
        <TextField
          label={words.currentPassword}
          type="password"
          autoComplete="current-password"
          hasFirstFocus
          value={currentPassword}
          onChange={setCurrentPassword}
          error={isChecked && currentPassword === '' ? words.currentMissing : undefined}
        />
        <NewPassword value={chosen} onChange={setChosen} isChecked={isChecked} />
        <div className={css['acts']}>
          <Button type="submit" look="primary" isPending={change.isPending}>
            {words.passwordSubmit}
          </Button>
          <Button onPress={() => void navigate(-1)}>{words.cancel}</Button>
        </div>
      </form>
    </>
  )
}

function isWrongPassword(error: Error): boolean {
  return error instanceof ProblemError && error.problem.code === 'wrong-credentials'
}
