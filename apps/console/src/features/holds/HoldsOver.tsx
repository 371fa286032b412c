import type { HoldPage, HoldView } from '@curfew/contract'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { useNow } from '../../ui/use-now.ts'
import { By, Who, Why } from './HoldParts.tsx'
import css from './Holds.module.css'

type Props = { readonly list: UseInfiniteQueryResult<InfiniteData<HoldPage>> }

/** Holds that are over, the latest made first: by themselves, or lifted by whom. */
export function HoldsOver({ list }: Props) {
  const { holds } = messages
  const { columns } = holds
  const now = useNow()
  const items = list.data?.pages.flatMap((page) => page.items).filter((hold) => isOver(hold, now)) ?? []
  return (
    <>
      {list.isPending && <Skeleton label={holds.loading} lines={4} />}
      {list.data && items.length === 0 && !list.hasNextPage && <Banner>{holds.noneOver}</Banner>}
      {items.length > 0 && (
        <Table label={holds.over} columns={[columns.who, columns.ended, columns.by, columns.reason]}>
          {items.map((hold) => (
            <Row key={hold.id} hold={hold} now={now} />
          ))}
        </Table>
      )}
      {list.hasNextPage && (
        <div className={css['more']}>
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? holds.moreLoading : holds.more}
          </Button>
        </div>
      )}
    </>
  )
}

function isOver({ liftedAt, endsAt }: HoldView, now: Date): boolean {
  return liftedAt !== null || Date.parse(endsAt) <= now.getTime()
}

function Row({ hold, now }: { readonly hold: HoldView; readonly now: Date }) {
  const { holds, formats } = messages
  const { columns } = holds
  const at = new Date(hold.liftedAt ?? hold.endsAt)
  const how = hold.liftedAt === null ? holds.endedByItself : holds.liftedBy(hold.liftedBy?.userId ?? holds.byNobody)
  return (
    <tr>
      <Cell label={columns.who} isPlain>
        <Who subject={hold.subject} />
      </Cell>
      <Cell label={columns.ended} className={css['until']}>
        <div>
          <Time at={at} short={formats.moment(at, now)} exact={formats.exact(at)} />
          <span className={css['note']}>{how}</span>
        </div>
      </Cell>
      <Cell label={columns.by}>
        <By hold={hold} />
      </Cell>
      <Cell label={columns.reason} className={css['reason']}>
        <Why hold={hold} />
      </Cell>
    </tr>
  )
}
