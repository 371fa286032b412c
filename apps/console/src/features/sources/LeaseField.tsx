import { messages } from '../../messages/later-messages.ts'
import { TextField } from '../../ui/TextField.tsx'

type Props = {
  readonly value: string
  readonly onChange: (typed: string) => void
  readonly isWrong: boolean
  readonly hint: string
}

/** For how long a guard may decide from memory, in seconds. */
export function LeaseField({ value, onChange, isWrong, hint }: Props) {
  const { sources } = messages
  return (
    <TextField
      label={sources.leaseLabel}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={onChange}
      description={hint}
      error={isWrong ? sources.leaseWrong : undefined}
    />
  )
}
