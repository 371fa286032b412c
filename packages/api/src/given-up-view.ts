import type { GivenUpPage } from '@curfew/contract'
import { printQueue, type GivenUpPage as Read, sourceOfRecipient } from '@curfew/registry'
import { toReceiptView } from './views.ts'

const mostRecipients = 100

/** What nobody tries to tell any more. */
export function toGivenUpPage(
  { items, nextCursor, recipients }: Read,
  stillOnline: ReadonlyMap<string, Date>,
): GivenUpPage {
  return {
    items: items.map((receipt) => ({ ...toReceiptView(receipt, stillOnline), closureId: receipt.closureId })),
    nextCursor,
    recipients: recipients.slice(0, mostRecipients).map((one) => ({
      id: printQueue(one),
      channel: one.channel,
      name: one.name,
      part: sourceOfRecipient(one.recipient).part,
      count: one.givenUp,
    })),
    recipientCount: recipients.length,
    total: recipients.reduce((sum, { givenUp }) => sum + givenUp, 0),
  }
}
