import type { WebhookSecret, WebhookView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { explain } from '../../api/explain.ts'
import { pages } from '../../frame/pages.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Plus } from '../../ui/icons.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Status } from '../../ui/Pill.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { webhooksQuery } from './queries.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { standingOf } from './standing.ts'
import { useWhyNotChange } from './use-why-not-change.ts'
import { CreateDialog } from './WebhookDialog.tsx'
import css from './WebhookPage.module.css'

/** Who is told of what happens, and how that goes. */
export function WebhooksPage() {
  const { webhooks, kit, formats } = messages
  usePageTitle(webhooks.title)
  const { data, error, isPending, refetch } = useQuery(webhooksQuery())
  const navigate = useNavigate()
  const whyNot = useWhyNotChange()
  const [isCreating, setIsCreating] = useState(false)
  const [created, setCreated] = useState<WebhookSecret | null>(null)
  const items = data?.items ?? []
  const { columns } = webhooks
  return (
    <>
      <PageHead title={webhooks.title} count={data && formats.number(items.length)}>
        <Button onPress={() => setIsCreating(true)} disabledBecause={whyNot}>
          <Plus /> {webhooks.create}
        </Button>
      </PageHead>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={webhooks.loading} lines={4} />}
      {data && items.length === 0 && (
        <Banner>
          <p>{webhooks.none}</p>
          <p className={css['dim']}>{webhooks.noneHint}</p>
        </Banner>
      )}
      {items.length > 0 && (
        <Table
          label={webhooks.title}
          columns={[columns.name, columns.to, columns.types, columns.standing, columns.lastAccepted, columns.behind]}
        >
          {items.map((webhook) => (
            <Row key={webhook.id} webhook={webhook} />
          ))}
        </Table>
      )}
      {isCreating && <CreateDialog onClose={() => setIsCreating(false)} onCreated={setCreated} />}
      {created && (
        <SecretDialog
          created={created}
          onClose={() => {
            setCreated(null)
            void navigate(pages.webhook(created.webhook.id))
          }}
        />
      )}
    </>
  )
}

function Row({ webhook }: { readonly webhook: WebhookView }) {
  const { webhooks, formats } = messages
  const { columns } = webhooks
  const now = useNow()
  const { tone, text } = standingOf(webhook)
  const { id, name, url, types, lastAcceptedAt, behind, retrying, givenUp } = webhook
  return (
    <tr>
      <Cell label={columns.name} isPlain>
        <Link to={pages.webhook(id)} className={css['link']}>
          {name}
        </Link>
      </Cell>
      <Cell label={columns.to} className={css['url']}>
        {new URL(url).host}
      </Cell>
      <Cell label={columns.types} title={types.join(', ')}>
        {webhooks.typeCount(types.length)}
      </Cell>
      <Cell label={columns.standing}>
        <Status tone={tone}>{text}</Status>
      </Cell>
      <Cell label={columns.lastAccepted}>
        {lastAcceptedAt === null ? (
          <span className={css['dim']}>{webhooks.never}</span>
        ) : (
          <time dateTime={lastAcceptedAt} title={formats.exact(new Date(lastAcceptedAt))}>
            {formats.ago(new Date(lastAcceptedAt), now)}
          </time>
        )}
      </Cell>
      <Cell label={columns.behind} className={css['number']}>
        {formats.number(behind + retrying + givenUp)}
      </Cell>
    </tr>
  )
}
