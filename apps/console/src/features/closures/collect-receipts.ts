import { maxPageSize, type ReceiptView } from '@curfew/contract'
import { request } from '../../api/request.ts'

/**
 * All receipts of a closure, page by page.
 *
 * @param onProgress how many there are so far
 * @throws DOMException `AbortError` when the signal gives up
 */
export async function collectReceipts(
  closureId: string,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<ReceiptView[]> {
  const receipts: ReceiptView[] = []
  let cursor: string | null = null
  do {
    const query: [string, string][] = [['limit', String(maxPageSize)]]
    if (cursor !== null) query.push(['cursor', cursor])
    const page: { items: ReceiptView[]; nextCursor: string | null } = await request('listReceipts', {
      path: { id: closureId },
      query,
      signal,
    })
    receipts.push(...page.items)
    cursor = page.nextCursor
    onProgress(receipts.length)
  } while (cursor !== null)
  return receipts
}
