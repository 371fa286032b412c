import type { ReactNode, Ref } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { classes } from './classes.ts'
import css from './TextField.module.css'

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'isDisabled' | 'render'> & {
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
  readonly className?: string | undefined
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    isLabelHidden,
    description,
    error,
    placeholder,
    rows,
    suggestions,
    after,
    inputRef,
    className,
    ...rest
  } = props
  const listId = suggestions && `${rest.id ?? label}-suggestions`
  return (
    <AriaTextField
      {...rest}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className={classes(css['field'], className)}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className={css['label'] ?? ''}>{label}</Label>}
      <span className={css['box']}>
        {rows === undefined ? (
          <Input
            className={css['input'] ?? ''}
            {...(inputRef ? { ref: inputRef } : {})}
            {...(placeholder ? { placeholder } : {})}
            {...(listId ? { list: listId } : {})}
          />
        ) : (
          <TextArea className={css['input'] ?? ''} rows={rows} {...(placeholder ? { placeholder } : {})} />
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
