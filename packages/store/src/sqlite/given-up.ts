import { type DeliveryStore, printQueue, type Receipt } from '@curfew/registry'
import { sql } from 'kysely'
import { parseGivenUpPosition, printGivenUpPosition } from '../given-up-order.ts'
import type { Connection } from './connection.ts'
import { prepare } from './query.ts'
import { type ReceiptRow, receiptOfRow } from './receipts.ts'
import type { QueueTable } from './schema.ts'
import type { Synchronous } from './synchronous.ts'

/** What nobody tries to tell any more. Read recipient by recipient, as its index has it: what others have costs nothing. */
export function givenUpReads(
  connection: Connection,
): Pick<Synchronous<DeliveryStore>, 'givenUp' | 'givenUpRecipients'> {
  return {
    givenUpRecipients() {
      return connection.all(findRecipients).map(({ channel, recipient, name, given_up }) => ({
        channel,
        recipient,
        name,
        givenUp: given_up,
      }))
    },
    givenUp(recipients, limit, cursor) {
      const after = cursor === null ? null : parseGivenUpPosition(cursor)
      const wanted = new Set(recipients.map(printQueue))
      const found: { readonly queue: number; readonly receipt: Receipt }[] = []
      for (const { number, ...name } of connection.each(findQueuesFrom({ number: after?.queue ?? 0 }))) {
        if (found.length > limit) break
        if (!wanted.has(printQueue(name))) continue
        const before = after?.queue === number ? after.id : beyondAllIds
        const rows = connection.all(findGivenUp({ number, before, limit: limit + 1 - found.length }))
        found.push(...rows.map((row) => ({ queue: number, receipt: receiptOfRow(row) })))
      }
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const hasMore = last !== undefined && found.length > limit
      return {
        items: items.map(({ receipt }) => receipt),
        nextCursor: hasMore ? printGivenUpPosition({ queue: last.queue, id: last.receipt.id }) : null,
      }
    },
  }
}

const beyondAllIds = '\u{10FFFF}'

type Name = Pick<QueueTable, 'channel' | 'recipient'>

const findRecipients = sql<Name & { given_up: number; name: string }>`
  SELECT q.channel, q.recipient, q.given_up, coalesce((
    SELECT d.recipient_name FROM delivery AS d INDEXED BY given_up_delivery
    WHERE d.queue_number = q.number AND d.given_up_at IS NOT NULL AND d.is_listed = 1 ORDER BY d.id DESC LIMIT 1), '') AS name
  FROM queue AS q WHERE q.given_up > 0 AND q.recipient <> ''`
const findQueuesFrom = prepare<{ number: number }, Name & { number: number }>(
  ({ number }) => sql<Name & { number: number }>`
    SELECT number, channel, recipient FROM queue WHERE number >= ${number} AND given_up > 0 ORDER BY number`,
)
const findGivenUp = prepare<{ number: number; before: string; limit: number }, ReceiptRow>(
  ({ number, before, limit }) => sql<ReceiptRow>`
    SELECT d.*, s.user_id, s.kind, s.source, iif(q.probe_at IS NULL, NULL, q.silent_since) AS silent_since
    FROM delivery AS d INDEXED BY given_up_delivery
    CROSS JOIN session AS s ON s.id = d.session_id CROSS JOIN queue AS q ON q.number = d.queue_number
    WHERE d.queue_number = ${number} AND d.given_up_at IS NOT NULL AND d.is_listed = 1 AND d.id < ${before}
    ORDER BY d.id DESC LIMIT ${limit}`,
)
