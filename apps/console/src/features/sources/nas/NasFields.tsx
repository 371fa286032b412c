import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { NameField } from '../NameField.tsx'
import { AttributeChoice } from './AttributeChoice.tsx'
import { printDuration } from './duration.ts'
import css from './nas.module.css'
import { type NasField, type NasForm, staleAfterSeconds, type Wrong } from './nas-form.ts'

export type NasFieldsProps = {
  readonly form: NasForm
  readonly onChange: (form: NasForm) => void
  /** What stands in the way, once somebody has tried to go on. */
  readonly wrong: Wrong | null
  /** What the server refused. */
  readonly refused: { readonly field: 'name' | 'networks'; readonly because: string } | null
}

/** What a NAS is called and where it is. */
export function NasIdentity({ form, onChange, wrong, refused }: NasFieldsProps) {
  const { nases, sources } = messages
  const networksWrong = wrong?.fields.has('networks') ? nases.networksWrong(wrong.networks) : undefined
  return (
    <>
      <NameField
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
        hint={sources.nameHint}
        error={wrong?.fields.has('name') ? sources.nameWrong : becauseOf(refused, 'name')}
      />
      <TextField
        label={nases.networks}
        isCode
        autoComplete="off"
        rows={2}
        value={form.networks}
        onChange={(networks) => onChange({ ...form, networks })}
        description={nases.networksHint}
        error={networksWrong ?? becauseOf(refused, 'networks')}
      />
    </>
  )
}

/** How it is told, and how it is listened to. */
export function NasSettings({ form, onChange, wrong }: NasFieldsProps) {
  const { nases } = messages
  const [isOpen, setIsOpen] = useState(false)
  const isToldNowhere = form.disconnectPort.trim() === ''
  const isWrong = (field: NasField) => wrong?.fields.has(field) ?? false
  const text = (field: 'disconnectPort' | 'disconnectAddress' | 'interim' | 'missedUntilStale' | 'endAfter') => ({
    isCode: true,
    autoComplete: 'off',
    value: form[field],
    onChange: (typed: string) => onChange({ ...form, [field]: typed }),
  })
  const hasWrongInside = inside.some(isWrong)
  const staleAfter = staleAfterSeconds(form)
  return (
    <>
      <div className={css['pair']}>
        <TextField
          label={nases.port}
          inputMode="numeric"
          {...text('disconnectPort')}
          description={isToldNowhere ? nases.portEmpty : nases.portHint}
          error={isWrong('disconnectPort') ? nases.portWrong : undefined}
        />
        {!isToldNowhere && (
          <TextField
            label={nases.address}
            {...text('disconnectAddress')}
            description={nases.addressHint}
            error={isWrong('disconnectAddress') ? nases.addressWrong : undefined}
          />
        )}
      </div>
      <details open={isOpen || hasWrongInside} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary className={css['summary']}>{nases.more}</summary>
        <div className={css['inside']}>
          <div className={css['pair']}>
            <TextField
              label={nases.interim}
              {...text('interim')}
              error={isWrong('interimSeconds') ? nases.interimWrong : undefined}
            />
            <TextField
              label={nases.missed}
              inputMode="numeric"
              {...text('missedUntilStale')}
              error={isWrong('missedUntilStale') ? nases.missedWrong : undefined}
            />
            <TextField
              label={nases.endAfter}
              {...text('endAfter')}
              error={isWrong('endAfterSeconds') ? nases.endAfterWrong : undefined}
            />
          </div>
          <p className={css['detail']}>
            {staleAfter === null
              ? nases.silenceMeansNothing
              : nases.silenceMeans(printDuration(staleAfter), form.endAfter.trim())}
          </p>
          <Select
            label={nases.knownBy}
            value={form.nasKnownBy}
            onChange={(nasKnownBy) => onChange({ ...form, nasKnownBy })}
            choices={[
              { id: 'attributes', ...nases.knownByChoices.attributes },
              { id: 'address', ...nases.knownByChoices.address },
            ]}
          />
          <Checkbox
            isSelected={form.requiresMessageAuthenticator}
            onChange={(requiresMessageAuthenticator) => onChange({ ...form, requiresMessageAuthenticator })}
          >
            <span>
              {nases.requiresMa} <span className={css['detail']}>{nases.requiresMaDetail}</span>
            </span>
          </Checkbox>
          {!isToldNowhere && <AttributeChoice form={form} onChange={onChange} isWrong={isWrong('identifiedBy')} />}
        </div>
      </details>
    </>
  )
}

const inside = ['interimSeconds', 'missedUntilStale', 'endAfterSeconds', 'identifiedBy'] as const

function becauseOf(refused: NasFieldsProps['refused'], field: 'name' | 'networks'): string | undefined {
  return refused?.field === field ? refused.because : undefined
}
