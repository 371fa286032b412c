import type { WebhookView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Status } from '../../ui/Pill.tsx'
import { sourceNamesQuery } from './queries.ts'
import { standingOf } from './standing.ts'
import css from './WebhookPage.module.css'

/** Where it goes, what it is told, and how far it is. */
export function WebhookFacts({ webhook }: { readonly webhook: WebhookView }) {
  const { webhooks, sessions, formats } = messages
  const { facts } = webhooks
  const { url, allowPrivate, types, kinds, sourceIds, accepted, behind, retrying, givenUp, createdAt } = webhook
  const { data: sources } = useQuery(sourceNamesQuery())
  const { tone, text } = standingOf(webhook)
  const nameOf = (id: string) => sources?.items.find((source) => source.id === id)?.name ?? id
  const exact = (time: string) => <time dateTime={time}>{formats.exact(new Date(time))}</time>
  return (
    <dl className={css['facts']}>
      <Fact name={facts.standing}>
        <Status tone={tone}>{text}</Status>
      </Fact>
      <Fact name={facts.progress} note={webhooks.progressNote(behind, retrying, givenUp)}>
        {webhooks.accepted(accepted)}
      </Fact>
      <Fact name={facts.to} {...(allowPrivate ? { note: webhooks.allowPrivate } : {})}>
        <code>{url}</code>
      </Fact>
      <Fact name={facts.types}>{types.join(', ')}</Fact>
      <Fact name={facts.kinds}>
        {kinds.length === 0 ? webhooks.all : kinds.map((kind) => sessions.kinds[kind]).join(', ')}
      </Fact>
      <Fact name={facts.sources}>{sourceIds.length === 0 ? webhooks.all : sourceIds.map(nameOf).join(', ')}</Fact>
      <Fact
        name={facts.secret}
        {...(webhook.formerSecretUntil === null
          ? {}
          : { note: webhooks.formerUntil(formats.exact(new Date(webhook.formerSecretUntil))) })}
      >
        {exact(webhook.secretChangedAt)}
      </Fact>
      <Fact name={facts.createdAt}>{exact(createdAt)}</Fact>
    </dl>
  )
}

type FactProps = { readonly name: string; readonly note?: string; readonly children: ReactNode }

function Fact({ name, note, children }: FactProps) {
  return (
    <div>
      <dt className={css['factName']}>{name}</dt>
      <dd className={css['factValue']}>
        {children}
        {note !== undefined && <span className={css['note']}>{note}</span>}
      </dd>
    </div>
  )
}
