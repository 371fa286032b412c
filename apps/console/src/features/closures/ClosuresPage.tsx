import type { ClosureView } from '@curfew/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { explain } from '../../api/explain.ts'
import { GivenUpNotice } from '../../frame/GivenUpNotice.tsx'
import { pages } from '../../frame/pages.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Pill, Status } from '../../ui/Pill.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ClosureProgress } from './ClosureProgress.tsx'
import css from './ClosuresPage.module.css'
import { closuresQuery } from './queries.ts'
import { openEndsOf } from './standing.ts'

/** Every closure, newest first. */
export function ClosuresPage() {
  const { closures, kit } = messages
  usePageTitle(closures.title)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    closuresQuery(),
  )
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHead title={closures.title} />
      <GivenUpNotice />
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={closures.loading} lines={6} />}
      {data && items.length === 0 && (
        <Banner>
          <p>{closures.none}</p>
          <p className={css['hint']}>{closures.noneHint}</p>
        </Banner>
      )}
      {items.length > 0 && <ClosureTable items={items} />}
      {hasNextPage && (
        <div className={css['more']}>
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {isFetchingNextPage ? closures.moreLoading : closures.more}
          </Button>
        </div>
      )}
    </>
  )
}

function ClosureTable({ items }: { readonly items: readonly ClosureView[] }) {
  const { columns } = messages.closures
  const now = useNow()
  return (
    <Table
      label={messages.closures.title}
      columns={[columns.orderedAt, columns.closed, columns.reason, columns.closedBy, columns.proof]}
    >
      {items.map((closure) => (
        <ClosureRow key={closure.id} closure={closure} now={now} />
      ))}
    </Table>
  )
}

function ClosureRow({ closure, now }: { readonly closure: ClosureView; readonly now: Date }) {
  const { closures, formats } = messages
  const at = new Date(closure.orderedAt)
  return (
    <tr>
      <Cell label={closures.columns.orderedAt} isPlain>
        <Link to={pages.closure(closure.id)} className={css['when']}>
          <Time at={at} short={formats.moment(at, now)} exact={formats.exact(at)} />
        </Link>
      </Cell>
      <Cell label={closures.columns.closed} className={css['count']}>
        {formats.number(closure.closed)}{' '}
        {closure.state !== 'done' && <Pill tone="warn">{closures.states[closure.state]}</Pill>}
      </Cell>
      <Cell label={closures.columns.reason} className={css['reason']}>
        {closure.reason === '' ? <span className={css['dim']}>{closures.noReason}</span> : closure.reason}
      </Cell>
      <Cell
        label={closures.columns.closedBy}
        title={closure.closedBy ? `${closure.closedBy.firstName} ${closure.closedBy.lastName}`.trim() : ''}
      >
        {closure.closedBy?.userId ?? <span className={css['dim']}>{closures.byKind[closure.reasonKind]}</span>}
      </Cell>
      <Cell label={closures.columns.proof} isPlain>
        <Proof closure={closure} />
      </Cell>
    </tr>
  )
}

function Proof({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  const { verified, total } = closure.deliveries
  const open = openEndsOf(closure.deliveries)
  if (total === 0) return <span className={css['dim']}>{closures.nobodyToTell}</span>
  return (
    <div className={css['proof']}>
      <ClosureProgress closure={closure} />
      <span className={css['dim']}>{closures.proof(verified, total)}</span>
      {open > 0 && <Status tone="warn">{closures.openEnds(open)}</Status>}
      {closure.stillOnline > 0 && <Status tone="warn">{closures.stillOnlineCount(closure.stillOnline)}</Status>}
    </div>
  )
}
