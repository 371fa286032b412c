import type { ReactNode } from 'react'
import { explain } from '../../api/explain.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { AfterAMoment, Skeleton } from '../../ui/Skeleton.tsx'
import css from './GridFoot.module.css'
import type { useSessionList } from './use-session-list.ts'
import { words } from './words.ts'

type Props = {
  readonly sessions: ReturnType<typeof useSessionList>
  readonly isSearch: boolean
  readonly onIgnoreCase: () => void
  readonly onRetry: () => void
}

/** What stands below the rows, or in their place: loading, failed, none. */
export function GridFoot({ sessions, isSearch, onIgnoreCase, onRetry }: Props) {
  const { list, rows, total } = sessions
  const text = words.grid

  if (list.isPending)
    return (
      <div className={css['waiting']}>
        <Skeleton label={text.loading} lines={12} />
      </div>
    )
  if (list.isError) {
    const why = explain(list.error, 'read')
    return (
      <div className={css['foot']}>
        <Banner tone="danger" announce="now" actions={<Button onPress={onRetry}>{text.tryAgain}</Button>}>
          {rows.length === 0 ? text.loadFailed(why) : text.loadMoreFailed(why)}
        </Banner>
      </div>
    )
  }
  if (rows.length === 0 && !sessions.isOld)
    return (
      <output className={css['none']}>
        {isSearch ? text.noMatch : text.none}
        <IgnoringCase count={sessions.summary?.totalIgnoringCase ?? 0} onPress={onIgnoreCase} />
      </output>
    )
  if (!list.isFetchingNextPage) return null
  return (
    <AfterAMoment>
      <p className={css['more']}>{text.loadingMore(rows.length, total)}</p>
    </AfterAMoment>
  )
}

/** *3 match when case is ignored: show them.* */
function IgnoringCase({ count, onPress }: { readonly count: number; readonly onPress: () => void }): ReactNode {
  if (count === 0) return null
  return (
    <>
      {' '}
      {words.grid.matchIgnoringCase(count)}{' '}
      <Button look="link" onPress={onPress}>
        {words.grid.showIgnoringCase(count)}
      </Button>
      .
    </>
  )
}
