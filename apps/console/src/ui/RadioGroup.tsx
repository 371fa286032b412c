import { useId } from 'react'
import css from './RadioGroup.module.css'
import type { Choice } from './Select.tsx'

type Props<Id extends string> = {
  readonly label: string
  /** The detail of each is always there: it is what one chooses by. */
  readonly choices: readonly Choice<Id>[]
  readonly value: Id
  readonly onChange: (value: Id) => void
}

/** One of a few that want explaining. The browser's own: the arrow keys move, and one stop of Tab is enough. */
export function RadioGroup<Id extends string>({ label, choices, value, onChange }: Props<Id>) {
  const name = useId()
  return (
    <fieldset className={css['group']}>
      <legend className={css['legend']}>{label}</legend>
      <div className={css['choices']}>
        {choices.map(({ id, label: text, detail }) => (
          <label key={id} className={css['choice']}>
            <input
              type="radio"
              name={name}
              className={css['sign']}
              checked={id === value}
              onChange={() => onChange(id)}
              aria-labelledby={`${name}-${id}`}
              {...(detail === undefined ? {} : { 'aria-describedby': `${name}-${id}-detail` })}
            />
            <span className={css['words']}>
              <span id={`${name}-${id}`}>{text}</span>
              {detail !== undefined && (
                <span id={`${name}-${id}-detail`} className={css['detail']}>
                  {detail}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
