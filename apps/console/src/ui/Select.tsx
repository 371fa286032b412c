import { useId } from 'react'
import { classes } from './classes.ts'
import { Caret } from './icons.tsx'
import css from './Select.module.css'

export type Choice<Id extends string> = {
  readonly id: Id
  readonly label: string
  /** Said under the field while it is chosen. */
  readonly detail?: string
}

export type SelectProps<Id extends string> = {
  readonly label: string
  /** Kept for screen readers, left out for the eye. */
  readonly isLabelHidden?: boolean
  readonly choices: readonly Choice<Id>[]
  readonly value: Id
  readonly onChange: (value: Id) => void
  readonly className?: string | undefined
}

/** One of a few. The browser's own list: it costs nothing to load, and a phone shows it the way its owner knows. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, isLabelHidden = false, choices, value, onChange, className } = props
  const id = useId()
  const detail = choices.find((choice) => choice.id === value)?.detail
  return (
    <div className={classes(css['select'], className)}>
      {!isLabelHidden && (
        <label htmlFor={id} className={css['label']}>
          {label}
        </label>
      )}
      <span className={css['box']}>
        <select
          id={id}
          className={css['field']}
          value={value}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.id === event.target.value)
            if (chosen) onChange(chosen.id)
          }}
          {...(isLabelHidden ? { 'aria-label': label } : {})}
          {...(detail === undefined ? {} : { 'aria-describedby': `${id}-detail` })}
        >
          {choices.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.label}
            </option>
          ))}
        </select>
        <Caret />
      </span>
      {detail !== undefined && (
        <span id={`${id}-detail`} className={css['detail']}>
          {detail}
        </span>
      )}
    </div>
  )
}
