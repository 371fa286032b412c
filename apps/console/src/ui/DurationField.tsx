import css from './DurationField.module.css'
import { type Duration, durationUnits } from './duration.ts'
import { Select } from './Select.tsx'
import { TextField } from './TextField.tsx'

type Props = {
  readonly label: string
  readonly unitLabel: string
  readonly units: Readonly<Record<Duration['unit'], string>>
  readonly value: Duration
  readonly onChange: (value: Duration) => void
  readonly description?: string
  readonly error?: string | undefined
  readonly isLabelHidden?: boolean
  readonly hasFirstFocus?: boolean
}

/** How long: a number and its unit. What is wrong with it is said below both. */
export function DurationField({ label, unitLabel, units, value, onChange, description, error, ...rest }: Props) {
  return (
    <div className={css['duration']}>
      <TextField
        label={label}
        className={css['amount']}
        inputMode="numeric"
        autoComplete="off"
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount })}
        error={error}
        {...(description === undefined ? {} : { description })}
        {...rest}
      />
      <Select
        label={unitLabel}
        isLabelHidden
        className={css['unit']}
        choices={durationUnits.map((id) => ({ id, label: units[id] }))}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </div>
  )
}
