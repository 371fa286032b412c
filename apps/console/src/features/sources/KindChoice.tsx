import type { SessionKind } from '@curfew/contract'
import { useId } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import css from './KindChoice.module.css'
import { sourceKinds, withKind } from './source-form.ts'

type Props = {
  readonly kinds: readonly SessionKind[]
  readonly onChange: (kinds: readonly SessionKind[]) => void
  readonly error?: string | undefined
  readonly hint?: string | undefined
}

/** Which kinds of sessions a source may register. */
export function KindChoice({ kinds, onChange, error, hint }: Props) {
  const { sources, sessions } = messages
  const id = useId()
  const said = error ?? hint
  return (
    <fieldset className={css['choice']} {...(said === undefined ? {} : { 'aria-describedby': id })}>
      <legend className={css['legend']}>{sources.kinds}</legend>
      {sourceKinds.map((kind) => (
        <Checkbox
          key={kind}
          className={css['kind']}
          isSelected={kinds.includes(kind)}
          isInvalid={error !== undefined}
          onChange={(isChosen) => onChange(withKind(kinds, kind, isChosen))}
        >
          <span>
            {sessions.kinds[kind]} <span className={css['detail']}>{sources.kindDetails[kind]}</span>
          </span>
        </Checkbox>
      ))}
      {said !== undefined && (
        <p id={id} className={error === undefined ? css['detail'] : css['error']}>
          {said}
        </p>
      )}
    </fieldset>
  )
}
