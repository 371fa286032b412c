import { Button as AriaButton } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { classes } from './classes.ts'
import css from './Select.module.css'

export type Choice<Id extends string> = { readonly id: Id; readonly label: string; readonly detail?: string }

export type SelectProps<Id extends string> = {
  readonly label: string
  /** Kept for screen readers, left out for the eye. */
  readonly isLabelHidden?: boolean
  readonly choices: readonly Choice<Id>[]
  readonly value: Id
  readonly onChange: (value: Id) => void
  readonly className?: string | undefined
}

/** One of a few. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, isLabelHidden = false, choices, value, onChange, className } = props
  return (
    <AriaSelect
      className={classes(css['select'], className)}
      value={value}
      onChange={(chosen) => {
        const choice = choices.find(({ id }) => id === chosen)
        if (choice) onChange(choice.id)
      }}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className={css['label'] ?? ''}>{label}</Label>}
      <AriaButton className={css['button'] ?? ''}>
        <SelectValue className={css['value'] ?? ''}>{choices.find(({ id }) => id === value)?.label}</SelectValue>
        <Caret />
      </AriaButton>
      <Popover className={css['popover'] ?? ''} offset={4}>
        <ListBox className={css['list'] ?? ''}>
          {choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} textValue={choice.label} className={css['item'] ?? ''}>
              <span>{choice.label}</span>
              {choice.detail && <small className={css['detail']}>{choice.detail}</small>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** The sign that something opens. */
export function Caret() {
  return (
    <svg viewBox="0 0 10 10" className={css['caret']} aria-hidden="true">
      <path d="m2 3.5 3 3 3-3" />
    </svg>
  )
}
