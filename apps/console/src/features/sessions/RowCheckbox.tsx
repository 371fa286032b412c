/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the rows of a virtual grid are positioned one by one; those of a table are not */
import { CheckSign } from '../../ui/Checkbox.tsx'

type Props = {
  readonly state: 'on' | 'off' | 'mixed'
  readonly label: string
  readonly isDisabled?: boolean
}

/** The sign of a cell that is picked with Space or a press; the cell around it has the focus and the listeners. */
export function RowCheckbox({ state, label, isDisabled = false }: Props) {
  return (
    <span
      role="checkbox"
      tabIndex={-1}
      aria-checked={state === 'mixed' ? 'mixed' : state === 'on'}
      aria-disabled={isDisabled || undefined}
      aria-label={label}
    >
      {!isDisabled && <CheckSign state={state} />}
    </span>
  )
}
