import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { givenUpQuery } from '../../frame/given-up.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { GivenUpFilter } from './GivenUpFilter.tsx'
import css from './GivenUpPage.module.css'
import { ReceiptRow } from './ReceiptRow.tsx'
import { RetryGivenUp } from './RetryGivenUp.tsx'

/** What nobody tries to tell any more, whichever closure it is of; `?source=` or `?recipient=` shows some of it. */
export function GivenUpPage() {
  const { givenUp, closures, kit, formats } = messages
  usePageTitle(givenUp.title)
  const [query] = useSearchParams()
  const whose = { recipient: query.get('recipient') ?? '', source: query.get('source') ?? '' }
  const list = useInfiniteQuery(givenUpQuery(whose))
  const { data, error, isPending, hasNextPage, isFetchingNextPage } = list
  const [first] = data?.pages ?? []
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const { receiptColumns: columns } = closures
  return (
    <div className={css['page']}>
      <PageHead title={givenUp.title} count={first && formats.number(first.total)}>
        <RetryGivenUp whose={whose} isEmpty={items.length === 0} />
      </PageHead>
      {error && (
        <Banner
          tone="danger"
          announce="now"
          actions={<Button onPress={() => void list.refetch()}>{kit.tryAgain}</Button>}
        >
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={givenUp.loading} lines={6} />}
      {first && <GivenUpFilter page={first} whose={whose} />}
      {first && items.length === 0 && (
        <Banner>
          <p>{first.total === 0 ? givenUp.none : givenUp.noneOf}</p>
          <p className={css['hint']}>{givenUp.noneHint}</p>
        </Banner>
      )}
      {items.length > 0 && (
        <>
          <p className={css['hint']}>{givenUp.text}</p>
          <Table label={givenUp.title} columns={[columns.session, columns.recipient, columns.status, columns.steps]}>
            {items.map((receipt) => (
              <ReceiptRow key={receipt.id} receipt={receipt} closureId={receipt.closureId} />
            ))}
          </Table>
        </>
      )}
      {hasNextPage && (
        <div>
          <Button isPending={isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {isFetchingNextPage ? givenUp.loading : givenUp.more}
          </Button>
        </div>
      )}
    </div>
  )
}
