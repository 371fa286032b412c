import { type ReactNode, type Ref, useId } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { classes } from './classes.ts'
import css from './TextField.module.css'

export type TextFieldProps = Omit<
  AriaTextFieldProps,
  'className' | 'style' | 'children' | 'isDisabled' | 'autoFocus' | 'render'
> & {
  readonly label: string
  /** Kept for screen readers, left out for the eye. */
  readonly isLabelHidden?: boolean
  /** One line of help under the field. */
  readonly description?: ReactNode
  /** What is wrong with what was typed; the field keeps it. */
  readonly error?: string | undefined
  readonly placeholder?: string
  /** More than one line to type in. */
  readonly rows?: number
  /** Offers from a `datalist`. */
  readonly suggestions?: readonly string[]
  /** Stands inside the field, after the text. */
  readonly after?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement>
  /** An identifier and no prose: neither corrected nor capitalized. */
  readonly isCode?: boolean
  readonly hasFirstFocus?: boolean
  readonly className?: string | undefined
}

export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden = false, description, error, placeholder, rows, suggestions, after, ...others } = props
  const { inputRef, isCode = false, hasFirstFocus = false, className, ...rest } = others
  const listId = useId()
  const shown = placeholder === undefined ? {} : { placeholder }
  return (
    <AriaTextField
      {...rest}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className={classes(css['field'], className)}
      {...(hasFirstFocus ? { autoFocus: true } : {})}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className={css['label'] ?? ''}>{label}</Label>}
      <span className={css['box']}>
        {rows === undefined ? (
          <Input
            className={css['input'] ?? ''}
            {...shown}
            {...(inputRef ? { ref: inputRef } : {})}
            {...(suggestions ? { list: listId } : {})}
            {...(isCode ? { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } : {})}
          />
        ) : (
          <TextArea className={css['input'] ?? ''} rows={rows} {...shown} />
        )}
        {after}
      </span>
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion}>{suggestion}</option>
          ))}
        </datalist>
      )}
      {description !== undefined && (
        <Text slot="description" className={css['description'] ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={css['error'] ?? ''}>{error}</FieldError>
    </AriaTextField>
  )
}
