import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { pages } from '../../frame/pages.ts'
import { useTabNews } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Cross } from '../../ui/icons.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ClosureProgress } from './ClosureProgress.tsx'
import { Counts } from './Counts.tsx'
import { headingOf } from './heading.ts'
import { OpenEnds } from './OpenEnds.tsx'
import { Outcome } from './Outcome.tsx'
import { closureQuery } from './queries.ts'
import { leftToDo, openEndsOf, refusedEverywhereAfterMs } from './standing.ts'
import css from './TrayEntry.module.css'

type Props = { readonly closureId: string; readonly onDismiss: () => void }

/** One closure, for as long as somebody wants to watch it. */
export function TrayEntry({ closureId, onDismiss }: Props) {
  const { closures, formats } = messages
  const { data: closure, error } = useQuery(closureQuery(closureId))
  const now = useNow()
  useTabNews({ closing: closure ? leftToDo(closure, now) : 0 })
  const heading = closure ? headingOf(closure) : ''
  const afterMs = closure ? refusedEverywhereAfterMs(closure) : null
  return (
    <section className={css['entry']} aria-label={heading}>
      <div className={css['head']}>
        {closure && <Outcome closure={closure} now={now} />}
        {!closure && error && (
          <p className={css['title']}>{isGone(error) ? closures.closureGone : explain(error, 'read')}</p>
        )}
        {closure && (
          <p className={css['title']}>
            <strong>{heading}</strong>
            {closure.reason !== '' && <span className={css['reason']}>{closure.reason}</span>}
          </p>
        )}
        <Button
          look="quiet"
          isIcon
          data-dismiss
          className={css['dismiss']}
          aria-label={closures.dismiss(heading)}
          onPress={onDismiss}
        >
          <Cross />
        </Button>
      </div>
      {!closure && !error && <Skeleton label={closures.loading} />}
      {closure && (
        <>
          <Counts closure={closure} />
          {closure.deliveries.total > 0 && <ClosureProgress closure={closure} />}
          {openEndsOf(closure.deliveries) > 0 && <OpenEnds closure={closure} />}
          <p className={css['foot']}>
            <Link to={pages.closure(closureId)}>{closures.open}</Link>
            <span>
              {afterMs === null ? closures.refusedHere : closures.refusedEverywhere(formats.milliseconds(afterMs))}
            </span>
          </p>
        </>
      )}
    </section>
  )
}

function isGone(error: Error): boolean {
  return error instanceof ProblemError && error.problem.code === 'not-found'
}
