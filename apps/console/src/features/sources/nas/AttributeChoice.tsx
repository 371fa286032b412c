import { disconnectAttributes } from '@curfew/contract'
import { messages } from '../../../messages/later-messages.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Select } from '../../../ui/Select.tsx'
import css from './nas.module.css'
import { type NasForm, withAttribute } from './nas-form.ts'

type Props = {
  readonly form: NasForm
  readonly onChange: (form: NasForm) => void
  readonly isWrong: boolean
}

/** With which attributes a session is named to a NAS (RFC 5176 §3). */
export function AttributeChoice({ form, onChange, isWrong }: Props) {
  const { nases } = messages
  return (
    <>
      <Select
        label={nases.identifiedBy}
        value={form.isNamedByUsual ? 'usual' : 'chosen'}
        onChange={(choice) => onChange({ ...form, isNamedByUsual: choice === 'usual' })}
        choices={[
          { id: 'usual', ...nases.identifiedByChoices.usual },
          { id: 'chosen', ...nases.identifiedByChoices.chosen },
        ]}
      />
      {!form.isNamedByUsual && (
        <fieldset className={css['attributes']}>
          <legend className={css['legend']}>{nases.attributes}</legend>
          {disconnectAttributes.map((attribute) => (
            <Checkbox
              key={attribute}
              isSelected={form.chosen.includes(attribute)}
              isInvalid={isWrong}
              onChange={(isChosen) =>
                onChange({ ...form, chosen: withAttribute(disconnectAttributes, form.chosen, attribute, isChosen) })
              }
            >
              <code>{attribute}</code>
            </Checkbox>
          ))}
          {isWrong && <p className={css['error']}>{nases.attributesWrong}</p>}
        </fieldset>
      )}
    </>
  )
}
