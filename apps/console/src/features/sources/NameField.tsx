import { messages } from '../../messages/later-messages.ts'
import { TextField } from '../../ui/TextField.tsx'

type Props = {
  readonly value: string
  readonly onChange: (typed: string) => void
  readonly hint: string
  readonly error: string | undefined
}

/** What a source is called, the first thing that is asked of it. */
export function NameField({ value, onChange, hint, error }: Props) {
  const { sources } = messages
  return (
    <TextField
      label={sources.name}
      isCode
      autoComplete="off"
      hasFirstFocus
      value={value}
      onChange={onChange}
      description={hint}
      error={error}
    />
  )
}
