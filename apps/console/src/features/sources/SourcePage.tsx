import type { SourceView } from '@curfew/contract'
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
import { useNow } from '../../ui/use-now.ts'
import { ConnectHints } from './ConnectHints.tsx'
import { Keys } from './Keys.tsx'
import { NasFacts } from './nas/NasFacts.tsx'
import { OpenId } from './openid/OpenId.tsx'
import { sourceQuery } from './queries.ts'
import { SourceActs } from './SourceActs.tsx'
import { SourceFacts } from './SourceFacts.tsx'
import { SourceNotices } from './SourceNotices.tsx'
import { SourceNumbers } from './SourceNumbers.tsx'
import css from './SourcePage.module.css'

/** One source: how it does, what it may, and its keys. */
export function SourcePage() {
  const { sourceId = '' } = useParams()
  const { data: source, error, refetch } = useQuery(sourceQuery(sourceId))
  const { sources, kit } = messages
  usePageTitle(source ? source.name : sources.title)

  if (error instanceof ProblemError && error.problem.code === 'not-found') return <NotFoundPage />
  return (
    <div className={css['page']}>
      <p>
        <Link to={pages.sources} className={css['back']}>
          {sources.title}
        </Link>
      </p>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {!source && !error && <Skeleton label={sources.loadingOne} lines={6} />}
      {source && <Loaded source={source} />}
    </div>
  )
}

function Loaded({ source }: { readonly source: SourceView }) {
  const { sources } = messages
  const now = useNow()
  return (
    <>
      <PageHead title={source.name}>
        <SourceActs source={source} />
      </PageHead>
      <SourceNotices source={source} now={now} />
      <SourceNumbers source={source} now={now} />
      {source.radius && <NasFacts source={source} radius={source.radius} />}
      {/* A NAS does not call, and has no key. */}
      {source.radius === null && (
        <>
          <SourceFacts source={source} />
          <OpenId source={source} />
          <Keys source={source} now={now} />
          <details className={css['connect']}>
            <summary className={css['summary']}>{sources.connect}</summary>
            <ConnectHints source={source} />
          </details>
        </>
      )}
    </>
  )
}
