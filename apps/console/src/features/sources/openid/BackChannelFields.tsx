import { messages } from '../../../messages/later-messages.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import type { BackChannelField, BackChannelForm } from './back-channel-form.ts'
import css from './OpenId.module.css'

type Props = {
  readonly form: BackChannelForm
  readonly onChange: (form: BackChannelForm) => void
  readonly isWrong: (field: BackChannelField) => boolean
  /** `kid` of the key that it has here; null: it has none of its own. */
  readonly keyId: string | null
  readonly hasFirstFocus?: boolean
}

/** How a relying party is told: first what it cannot do without, then what seldom differs. */
export function BackChannelFields({ form, onChange, isWrong, keyId, hasFirstFocus = false }: Props) {
  const { openid } = messages
  const text = (field: 'uri' | 'audience' | 'issuer' | 'probeUri' | 'retryOn', error: string) => ({
    isCode: true,
    autoComplete: 'off',
    value: form[field],
    onChange: (typed: string) => onChange({ ...form, [field]: typed }),
    error: isWrong(field) ? error : undefined,
  })
  return (
    <>
      <TextField
        label={openid.uri}
        description={openid.uriHint}
        hasFirstFocus={hasFirstFocus}
        inputMode="url"
        {...text('uri', openid.uriWrong)}
      />
      <TextField
        label={openid.audience}
        description={openid.audienceHint}
        {...text('audience', openid.audienceWrong)}
      />
      <TextField label={openid.issuer} description={openid.issuerHint} {...text('issuer', openid.issuerWrong)} />
      <Select
        label={openid.key}
        value={form.key}
        onChange={(key) => onChange({ ...form, key })}
        choices={[
          { id: 'own', ...openid.keys.own },
          ...(keyId === null ? [] : [{ id: 'kept' as const, ...openid.keys.kept(keyId) }]),
          { id: 'given', ...openid.keys.given },
        ]}
      />
      {form.key === 'given' && (
        <TextField
          label={openid.jwk}
          description={openid.jwkHint}
          rows={4}
          isCode
          autoComplete="off"
          value={form.jwk}
          onChange={(jwk) => onChange({ ...form, jwk })}
          error={isWrong('signingKey') ? openid.jwkWrong : undefined}
        />
      )}
      <TextField
        label={openid.probeUri}
        description={openid.probeHint}
        inputMode="url"
        {...text('probeUri', openid.probeWrong)}
      />
      <Checkbox
        isSelected={form.allowsPrivateAddresses}
        onChange={(allowsPrivateAddresses) => onChange({ ...form, allowsPrivateAddresses })}
      >
        {openid.allowsPrivate}
      </Checkbox>
      {/* What is wrong must not be out of sight. */}
      <details open={isWrong('retryOn') || undefined}>
        <summary className={css['summary']}>{openid.more}</summary>
        <div className={css['inside']}>
          <Select
            label={openid.algorithm}
            value={form.algorithm}
            onChange={(algorithm) => onChange({ ...form, algorithm })}
            choices={(['RS256', 'ES256', 'EdDSA'] as const).map((id) => ({ id, ...openid.algorithms[id] }))}
          />
          <Select
            label={openid.sid}
            value={form.sid}
            onChange={(sid) => onChange({ ...form, sid })}
            choices={(['handle', 'session-id'] as const).map((id) => ({ id, ...openid.sids[id] }))}
          />
          <div>
            <Checkbox
              isSelected={form.honoursSub}
              onChange={(honoursSub) => onChange({ ...form, honoursSub })}
              aria-describedby="honours-hint"
            >
              {openid.honours}
            </Checkbox>
            <p id="honours-hint" className={css['dim']}>
              {openid.honoursHint}
            </p>
          </div>
          <TextField label={openid.retry} description={openid.retryHint} {...text('retryOn', openid.retryWrong)} />
        </div>
      </details>
    </>
  )
}
