import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { checkNewPassword, NewPassword, noNewPassword } from '../../ui/NewPassword.tsx'
import { TextField } from '../../ui/TextField.tsx'
import css from './forms.module.css'
import { OutsideCard } from './OutsideCard.tsx'
import { useSetUp } from './queries.ts'
import { setupToken, takeSetupToken } from './setup-token.ts'

/** First start: the first super admin, with the one-time link. */
export function SetupPage() {
  const { logon } = messages
  const token = useSetupToken()
  usePageTitle(logon.setupTitle)
  return (
    <OutsideCard title={logon.setupTitle}>
      {token === null ? <p>{logon.setupNoToken}</p> : <SetupForm token={token} />}
    </OutsideCard>
  )
}

/** The link may also be opened in the tab that shows this page: then only the part after # changes. */
function useSetupToken(): string | null {
  return useSyncExternalStore(listen, setupToken)
}

function listen(listener: () => void): () => void {
  const take = () => {
    takeSetupToken()
    listener()
  }
  addEventListener('hashchange', take)
  return () => removeEventListener('hashchange', take)
}

function SetupForm({ token }: { readonly token: string }) {
  const { logon } = messages
  const setUp = useSetUp()
  const navigate = useNavigate()
  const [who, setWho] = useState({ userId: '', firstName: '', lastName: '' })
  const [chosen, setChosen] = useState(noNewPassword)
  const [isChecked, setIsChecked] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsChecked(true)
    if (setUp.isPending || who.userId.trim() === '' || Object.keys(checkNewPassword(chosen)).length > 0) return
    const first = { token, ...who, userId: who.userId.trim(), password: chosen.password }
    setUp.mutate(first, { onSuccess: () => void navigate('/', { replace: true }) })
  }

  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      <p>{logon.setupText}</p>
      {setUp.error && (
        <Banner tone="danger" announce="now">
          {isWrongLink(setUp.error) ? logon.setupWrongLink : explain(setUp.error, 'change')}
        </Banner>
      )}
      <TextField
        label={logon.userId}
        autoComplete="username"
        isCode
        hasFirstFocus
        value={who.userId}
        onChange={(userId) => setWho({ ...who, userId })}
        error={isChecked && who.userId.trim() === '' ? logon.userIdMissing : undefined}
      />
      <div className={css['pair']}>
        <TextField
          label={logon.setupFirstName}
          autoComplete="given-name"
          value={who.firstName}
          onChange={(firstName) => setWho({ ...who, firstName })}
        />
        <TextField
          label={logon.setupLastName}
          autoComplete="family-name"
          value={who.lastName}
          onChange={(lastName) => setWho({ ...who, lastName })}
        />
      </div>
      <NewPassword value={chosen} onChange={setChosen} isChecked={isChecked} />
      <Button type="submit" look="primary" isPending={setUp.isPending}>
        {logon.setupSubmit}
      </Button>
    </form>
  )
}

/** The credential of a setup is the token in the link. */
function isWrongLink(error: Error): boolean {
  return error instanceof ProblemError && error.problem.code === 'wrong-credentials'
}
