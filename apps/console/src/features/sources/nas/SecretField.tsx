import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { makeSecret } from './make-secret.ts'
import css from './nas.module.css'

type Props = {
  readonly label: string
  readonly value: string
  readonly onChange: (typed: string) => void
  readonly isWrong: boolean
  readonly hasFirstFocus?: boolean
}

/** A secret on its way in: covered while it is typed, uncovered when it was made here, for it has to get to the NAS as well. */
export function SecretField({ label, value, onChange, isWrong, hasFirstFocus = false }: Props) {
  const { nases, kit } = messages
  const [isShown, setIsShown] = useState(false)
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  const edit = (typed: string) => {
    setCopied(null)
    onChange(typed)
  }
  const make = () => {
    setIsShown(true)
    edit(makeSecret())
  }
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    )
  return (
    <div className={css['secret']}>
      <TextField
        label={label}
        type={isShown ? 'text' : 'password'}
        isCode
        // Browsers offer to keep what they take for a password of this page, unless it is a new one.
        autoComplete="new-password"
        hasFirstFocus={hasFirstFocus}
        value={value}
        onChange={edit}
        description={nases.secretHint}
        error={isWrong ? nases.secretWrong : undefined}
      />
      <div className={css['offers']}>
        <Button look="link" onPress={make}>
          {nases.makeSecret}
        </Button>
        <Button look="link" onPress={() => setIsShown(!isShown)}>
          {isShown ? nases.coverSecret : nases.showSecret}
        </Button>
        {value !== '' && (
          <Button look="link" onPress={() => void copy()}>
            {copied === 'yes' ? kit.copied : kit.copy}
          </Button>
        )}
        {copied === 'no' && <span className={css['error']}>{kit.copyFailed}</span>}
      </div>
    </div>
  )
}
