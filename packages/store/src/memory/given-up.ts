import { compareText, type Delivery, type DeliveryStore, printQueue, queueOf } from '@curfew/registry'
import { parseGivenUpPosition, printGivenUpPosition } from '../given-up-order.ts'
import { isCounted } from './queues.ts'
import { receiptOf } from './receipts.ts'
import type { Tables } from './tables.ts'

/** What nobody tries to tell any more. */
export function givenUpStore(tables: Tables): Pick<DeliveryStore, 'givenUp' | 'givenUpRecipients'> {
  const { queues } = tables
  /** By queue, in the order in which queues came to be; of each the newest first. */
  const byQueue = () => {
    const all = Array.from(tables.deliveries.values()).filter(
      (delivery) => delivery.givenUpAt !== null && isCounted(tables, delivery),
    )
    const groups = Map.groupBy(all, (delivery) => printQueue(queueOf(delivery)))
    return Array.from(queues, ([name, { channel, recipient }], number) => ({
      number,
      name,
      channel,
      recipient,
      deliveries: (groups.get(name) ?? []).sort((one, other) => compareText(other.id, one.id)),
    })).filter(({ recipient, deliveries }) => recipient !== '' && deliveries.length > 0)
  }

  return {
    async givenUpRecipients() {
      return byQueue().map(({ channel, recipient, deliveries }) => ({
        channel,
        recipient,
        name: deliveries[0]?.recipientName ?? '',
        givenUp: deliveries.length,
      }))
    },
    async givenUp(recipients, limit, cursor) {
      const after = cursor === null ? null : parseGivenUpPosition(cursor)
      const wanted = new Set(recipients.map(printQueue))
      const isAfter = (number: number, { id }: Delivery) =>
        !after || number > after.queue || (number === after.queue && compareText(id, after.id) < 0)
      const found = byQueue().flatMap(({ number, name, deliveries }) =>
        wanted.has(name)
          ? deliveries.filter((delivery) => isAfter(number, delivery)).map((delivery) => ({ number, delivery }))
          : [],
      )
      const page = found.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.flatMap(({ delivery }) => receiptOf(tables, delivery)),
        nextCursor:
          last && found.length > limit ? printGivenUpPosition({ queue: last.number, id: last.delivery.id }) : null,
      }
    },
  }
}
