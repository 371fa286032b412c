import type { WebhookView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { NotFoundPage } from '../../frame/NotFoundPage.tsx'
import { pages } from '../../frame/pages.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Attempts } from './Attempts.tsx'
import { webhookQuery } from './queries.ts'
import { SendTest } from './SendTest.tsx'
import { WebhookActs } from './WebhookActs.tsx'
import { WebhookFacts } from './WebhookFacts.tsx'
import { WebhookNotices } from './WebhookNotices.tsx'
import css from './WebhookPage.module.css'

/** One webhook: how it does, what it is told, and what was sent to it. */
export function WebhookPage() {
  const { webhookId = '' } = useParams()
  const { data: webhook, error, refetch } = useQuery(webhookQuery(webhookId))
  const { webhooks, kit } = messages
  usePageTitle(webhook ? webhook.name : webhooks.title)

  if (error instanceof ProblemError && error.problem.code === 'not-found') return <NotFoundPage />
  return (
    <div className={css['page']}>
      <p>
        <Link to={pages.webhooks} className={css['back']}>
          {webhooks.title}
        </Link>
      </p>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {!webhook && !error && <Skeleton label={webhooks.loadingOne} lines={6} />}
      {webhook && <Loaded webhook={webhook} />}
    </div>
  )
}

function Loaded({ webhook }: { readonly webhook: WebhookView }) {
  return (
    <>
      <PageHead title={webhook.name}>
        <WebhookActs webhook={webhook} />
      </PageHead>
      <WebhookNotices webhook={webhook} />
      <WebhookFacts webhook={webhook} />
      <SendTest webhook={webhook} />
      <Attempts webhook={webhook} />
    </>
  )
}
