import { sessionKinds, webhookEventTypes } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { sourceNamesQuery } from './queries.ts'
import css from './WebhookFields.module.css'
import { type FormField, toggled, type WebhookForm } from './webhook-form.ts'

type Props = {
  readonly form: WebhookForm
  readonly onChange: (form: WebhookForm) => void
  readonly isWrong: (field: FormField) => boolean
}

/** Where a webhook goes and what it is told. */
export function WebhookFields({ form, onChange, isWrong }: Props) {
  const { webhooks, sessions } = messages
  const { data: sources } = useQuery(sourceNamesQuery())
  const set = (changes: Partial<WebhookForm>) => onChange({ ...form, ...changes })
  return (
    <>
      <TextField
        label={webhooks.name}
        autoComplete="off"
        hasFirstFocus
        value={form.name}
        onChange={(name) => set({ name })}
        error={isWrong('name') ? webhooks.nameWrong : undefined}
      />
      <TextField
        label={webhooks.url}
        isCode
        autoComplete="off"
        value={form.url}
        onChange={(url) => set({ url })}
        description={webhooks.urlHint}
        error={isWrong('url') ? webhooks.urlWrong : undefined}
      />
      <Checkbox isSelected={form.allowPrivate} onChange={(allowPrivate) => set({ allowPrivate })}>
        <span>
          {webhooks.allowPrivate} <span className={css['detail']}>{webhooks.allowPrivateDetail}</span>
        </span>
      </Checkbox>
      <Choice legend={webhooks.types} error={isWrong('types') ? webhooks.typesWrong : undefined}>
        {webhookEventTypes.map((type) => (
          <Checkbox
            key={type}
            isSelected={form.types.includes(type)}
            onChange={(isChosen) => set({ types: toggled(form.types, type, isChosen) })}
          >
            <span>
              <code>{type}</code> <span className={css['detail']}>{webhooks.typeDetails[type]}</span>
            </span>
          </Checkbox>
        ))}
      </Choice>
      <details className={css['more']} open={form.kinds.length > 0 || form.sourceIds.length > 0}>
        <summary className={css['summary']}>{webhooks.only}</summary>
        <Choice legend={webhooks.kinds}>
          {sessionKinds
            .filter((kind) => kind !== 'authentication-agent')
            .map((kind) => (
              <Checkbox
                key={kind}
                isSelected={form.kinds.includes(kind)}
                onChange={(isChosen) => set({ kinds: toggled(form.kinds, kind, isChosen) })}
              >
                {sessions.kinds[kind]}
              </Checkbox>
            ))}
        </Choice>
        {sources && sources.items.length > 0 && (
          <Choice legend={webhooks.sources}>
            {sources.items.map(({ id, name }) => (
              <Checkbox
                key={id}
                isSelected={form.sourceIds.includes(id)}
                onChange={(isChosen) => set({ sourceIds: toggled(form.sourceIds, id, isChosen) })}
              >
                {name}
              </Checkbox>
            ))}
          </Choice>
        )}
      </details>
    </>
  )
}

type ChoiceProps = { readonly legend: string; readonly error?: string | undefined; readonly children: ReactNode }

function Choice({ legend, error, children }: ChoiceProps) {
  const id = useId()
  return (
    <fieldset className={css['choice']} {...(error === undefined ? {} : { 'aria-describedby': id })}>
      <legend className={css['legend']}>{legend}</legend>
      {children}
      {error !== undefined && (
        <p id={id} className={css['error']}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
