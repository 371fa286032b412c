import type { WebhookAttemptView, WebhookView } from '@curfew/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Status } from '../../ui/Pill.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { attemptsQuery } from './queries.ts'
import css from './WebhookPage.module.css'

/** What was sent and what came back, newest first. */
export function Attempts({ webhook }: { readonly webhook: WebhookView }) {
  const { webhooks } = messages
  const { columns } = webhooks.attempts
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    attemptsQuery(webhook.id),
  )
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={css['section']} aria-label={webhooks.attempts.title}>
      <h2 className={css['title']}>{webhooks.attempts.title}</h2>
      {error && (
        <Banner tone="danger" announce="now">
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={webhooks.attempts.loading} lines={4} />}
      {data && items.length === 0 && <Banner>{webhooks.attempts.none}</Banner>}
      {items.length > 0 && (
        <Table
          label={webhooks.attempts.title}
          columns={[columns.at, columns.type, columns.outcome, columns.attempt, columns.took, columns.answer]}
        >
          {items.map((attempt) => (
            <Row key={attempt.id} attempt={attempt} />
          ))}
        </Table>
      )}
      {hasNextPage && (
        <p>
          <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
            {webhooks.attempts.more}
          </Button>
        </p>
      )}
    </section>
  )
}

function Row({ attempt }: { readonly attempt: WebhookAttemptView }) {
  const { webhooks, formats } = messages
  const { columns, outcomes } = webhooks.attempts
  const { at, type, eventId, outcome, status, tookMs, cause, answer } = attempt
  return (
    <tr>
      <Cell label={columns.at}>
        <time dateTime={at}>{formats.exact(new Date(at))}</time>
      </Cell>
      <Cell label={columns.type} title={eventId}>
        <code>{type}</code>
      </Cell>
      <Cell label={columns.outcome}>
        <Status tone={outcome === 'accepted' ? 'ok' : 'danger'}>
          {status === null ? outcomes[outcome] : `${outcomes[outcome]} (${status})`}
        </Status>
      </Cell>
      <Cell label={columns.attempt} className={css['number']}>
        {formats.number(attempt.attempt)}
      </Cell>
      <Cell label={columns.took} className={css['number']}>
        {webhooks.ms(tookMs)}
      </Cell>
      <Cell label={columns.answer}>
        {cause}
        {answer !== '' && (
          <details>
            <summary className={css['summary']}>{webhooks.attempts.show}</summary>
            {/* As text, whatever it is: the other side wrote it. */}
            <pre className={css['answer']}>{answer}</pre>
          </details>
        )}
        {cause === '' && answer === '' && <span className={css['dim']}>{webhooks.attempts.empty}</span>}
      </Cell>
    </tr>
  )
}
