import { giveUpTime, type SignalNotice, type SignalStore } from '@curfew/registry'
import { sql } from 'kysely'
import { deliveryOfRow } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { query } from './query.ts'
import type { DeliveryTable } from './schema.ts'
import type { SignalNoticeTable } from './signal-tables.ts'
import { readDated } from './stored-json.ts'
import type { Synchronous } from './synchronous.ts'

type Signals = Synchronous<SignalStore>

/** As the index `untaken_delivery` has it, word for word. */
const untaken = sql`channel = 'shared-signals' AND status IN ('pending', 'sent', 'unreachable')`

export function signalDeliveryReads(
  connection: Connection,
): Pick<Signals, 'untakenDeliveries' | 'countUntaken' | 'signalNotices'> {
  return {
    untakenDeliveries(receiverId, limit) {
      return connection
        .all(sql<DeliveryTable>`
          SELECT * FROM delivery WHERE ${untaken} AND recipient = ${receiverId} ORDER BY id LIMIT ${limit}`)
        .map(deliveryOfRow)
    },
    countUntaken() {
      const rows = connection.all(sql<{ recipient: string; count: number }>`
        SELECT recipient, count(*) AS count FROM delivery WHERE ${untaken} GROUP BY recipient`)
      return new Map(rows.map(({ recipient, count }) => [recipient, count]))
    },
    signalNotices(receiverId) {
      const notices = query.selectFrom('signal_notice').selectAll().where('receiver_id', '=', receiverId)
      return connection.all(notices.orderBy('id')).map(noticeOf)
    },
  }
}

export function signalDeliveryWrites(
  connection: Connection,
): Pick<Signals, 'addSignalNotice' | 'dropSignalNotices' | 'redirectUntaken' | 'refuseUntaken'> {
  return {
    addSignalNotice({ id, receiverId, streamId, at, event }) {
      const row = { id, receiver_id: receiverId, stream_id: streamId, at: at.getTime(), event: JSON.stringify(event) }
      connection.run(query.insertInto('signal_notice').values(row))
    },
    dropSignalNotices(ids) {
      return ids.flatMap((id) =>
        connection.all(query.deleteFrom('signal_notice').where('id', '=', id).returningAll()).map(noticeOf),
      )
    },
    redirectUntaken(receiverId, at) {
      connection.run(sql`
        UPDATE delivery SET
          status = 'pending', cause = '', next_attempt_at = ${at?.getTime() ?? null}, given_up_at = NULL,
          give_up_at = coalesce(${at && giveUpTime(at).getTime()}, give_up_at)
        WHERE ${untaken} AND recipient = ${receiverId} AND status <> 'sent'`)
    },
    refuseUntaken(receiverId, cause) {
      return connection.run(sql`
        UPDATE delivery SET status = 'refused', cause = ${cause}, next_attempt_at = NULL, given_up_at = NULL
        WHERE ${untaken} AND recipient = ${receiverId}`)
    },
  }
}

function noticeOf(row: SignalNoticeTable): SignalNotice {
  const { id, receiver_id, stream_id, at, event } = row
  return {
    id,
    receiverId: receiver_id,
    streamId: stream_id,
    at: new Date(at),
    event: readDated<SignalNotice['event']>(event),
  }
}
