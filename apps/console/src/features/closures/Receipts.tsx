import { type ClosureView, deliveryStatuses } from '@curfew/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { ExportReceipts } from './ExportReceipts.tsx'
import { receiptsQuery } from './queries.ts'
import { ReceiptFilter } from './ReceiptFilter.tsx'
import { ReceiptRow } from './ReceiptRow.tsx'
import css from './Receipts.module.css'
import { RetryButton } from './RetryButton.tsx'

/** Every receipt of a closure, those that need attention first; `?status=` shows some of them. */
export function Receipts({ closure }: { readonly closure: ClosureView }) {
  const { closures, kit } = messages
  const [query] = useSearchParams()
  const asked = query.getAll('status')
  const statuses = deliveryStatuses.filter((status) => asked.includes(status))
  const receipts = useInfiniteQuery(receiptsQuery(closure.id, statuses))
  const { data, error, isPending, hasNextPage, isFetchingNextPage } = receipts
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const { receiptColumns: columns } = closures
  return (
    <section aria-labelledby="receipts" className={css['receipts']}>
      <div className={css['head']}>
        <h2 id="receipts" className={css['title']}>
          {closures.receipts}
        </h2>
        <ReceiptFilter closure={closure} statuses={statuses} />
        <div className={css['acts']}>
          <RetryButton closure={closure} />
          <ExportReceipts closure={closure} />
        </div>
      </div>
      {error && (
        <Banner
          tone="danger"
          announce="now"
          actions={<Button onPress={() => void receipts.refetch()}>{kit.tryAgain}</Button>}
        >
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={closures.receiptsLoading} lines={6} />}
      {data && items.length === 0 && (
        <p className={css['none']}>{closure.deliveries.total === 0 ? closures.noRecipients : closures.noReceipts}</p>
      )}
      {items.length > 0 && (
        <Table label={closures.receipts} columns={[columns.session, columns.recipient, columns.status, columns.steps]}>
          {items.map((receipt) => (
            <ReceiptRow key={receipt.id} receipt={receipt} />
          ))}
        </Table>
      )}
      {hasNextPage && (
        <div>
          <Button isPending={isFetchingNextPage} onPress={() => void receipts.fetchNextPage()}>
            {isFetchingNextPage ? closures.receiptsLoading : closures.receiptsMore}
          </Button>
        </div>
      )}
    </section>
  )
}
