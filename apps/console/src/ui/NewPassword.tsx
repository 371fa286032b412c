import { minPasswordLength } from '@curfew/contract'
import { messages } from '../messages/messages.ts'
import { TextField } from './TextField.tsx'

export type NewPasswordValue = { readonly password: string; readonly again: string }
export const noNewPassword: NewPasswordValue = { password: '', again: '' }

/** What is wrong with a password that is being chosen, field by field; its strength is judged by the server. */
export function checkNewPassword({ password, again }: NewPasswordValue): { password?: string; again?: string } {
  const { length } = Array.from(password)
  if (length < minPasswordLength) return { password: messages.logon.passwordTooShort(length) }
  return password === again ? {} : { again: messages.logon.passwordsDiffer }
}

type Props = {
  readonly value: NewPasswordValue
  readonly onChange: (value: NewPasswordValue) => void
  /** Complaints are shown once somebody has tried to go on. */
  readonly isChecked: boolean
  readonly hasFirstFocus?: boolean
}

/** A password, chosen and typed twice. */
export function NewPassword({ value, onChange, isChecked, hasFirstFocus = false }: Props) {
  const wrong = isChecked ? checkNewPassword(value) : {}
  return (
    <>
      <TextField
        label={messages.logon.newPassword}
        type="password"
        autoComplete="new-password"
        description={messages.logon.newPasswordHint}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        error={wrong.password}
        hasFirstFocus={hasFirstFocus}
      />
      <TextField
        label={messages.logon.passwordAgain}
        type="password"
        autoComplete="new-password"
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        error={wrong.again}
      />
    </>
  )
}
