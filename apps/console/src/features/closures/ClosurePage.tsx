import type { ClosureView } from '@curfew/contract'
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
import { ClosureFacts } from './ClosureFacts.tsx'
import css from './ClosurePage.module.css'
import { ClosureProgress } from './ClosureProgress.tsx'
import { ComingsBack } from './ComingsBack.tsx'
import { Counts } from './Counts.tsx'
import { headingOf } from './heading.ts'
import { closureQuery } from './queries.ts'
import { Receipts } from './Receipts.tsx'

/** The permalink of a closure: who, why, when, how many, and every receipt. */
export function ClosurePage() {
  const { closureId = '' } = useParams()
  const { data: closure, error, refetch } = useQuery(closureQuery(closureId))
  const { closures, kit } = messages
  usePageTitle(closure ? headingOf(closure) : closures.title)

  if (error instanceof ProblemError && error.problem.code === 'not-found') return <NotFoundPage />
  return (
    <div className={css['page']}>
      <p>
        <Link to={pages.closures} className={css['back']}>
          {closures.title}
        </Link>
      </p>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {!closure && !error && <Skeleton label={closures.loading} lines={6} />}
      {closure && <Loaded closure={closure} />}
    </div>
  )
}

function Loaded({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  return (
    <>
      <PageHead title={headingOf(closure)} />
      {closure.state === 'interrupted' && <Banner tone="warn">{closures.interruptedText}</Banner>}
      {closure.stillOnline > 0 && <Banner tone="warn">{closures.stillOnlineText(closure.stillOnline)}</Banner>}
      <div className={css['standing']}>
        <Counts closure={closure} isLarge />
        {closure.deliveries.total > 0 && <ClosureProgress closure={closure} />}
      </div>
      <ClosureFacts closure={closure} />
      <ComingsBack closureId={closure.id} />
      <Receipts closure={closure} />
    </>
  )
}
