import type { PageRequest, Search } from '@curfew/registry'
import { sql } from 'kysely'
import { accountingReads } from './accounting-reads.ts'
import { packFailure } from './calls.ts'
import { closureReads } from './closures.ts'
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import { countMatching, summarizeMatching } from './counts.ts'
import { deliveryReads } from './deliveries.ts'
import { feedReads } from './feeds.ts'
import { givenUpReads } from './given-up.ts'
import { handleReads } from './handles.ts'
import { holdReads } from './holds.ts'
import { readPage } from './pages.ts'
import { plannedSessions } from './plans.ts'
import { queueReads } from './queues.ts'
import { receiptReads } from './receipts.ts'
import { perform, type Served } from './serve.ts'
import { sessionReads } from './session-reads.ts'
import { signalDeliveryReads } from './signal-deliveries.ts'
import { sourceCounts } from './sources.ts'
import { speedReads } from './speed.ts'
import { webhookReads } from './webhook-reads.ts'

export type ReaderActs = ReturnType<typeof readerActs>

/**
 * A thread that reads what may take long, on a connection that cannot write. It connects when it is first asked: it may be
 * started before the writer has made the database ready.
 */
export function startReader(options: Omit<ConnectionOptions, 'readOnly'>): Served {
  let connection: Connection | undefined
  let acts: ReaderActs | undefined
  const connected = () => {
    connection ??= openConnection({ ...options, readOnly: true, isMapped: true })
    acts ??= readerActs(connection)
    return acts
  }
  return {
    answer(queue) {
      return queue.splice(0, 1).map((call) => {
        try {
          return { call: call.call, value: perform(connected(), call) }
        } catch (error) {
          return { call: call.call, failure: packFailure(error) }
        }
      })
    },
    close() {
      connection?.close()
    },
  }
}

function readerActs(connection: Connection) {
  return {
    ...sessionReads(connection),
    ...handleReads(connection),
    ...feedReads(connection),
    ...accountingReads(connection),
    ...sourceCounts(connection),
    ...webhookReads(connection),
    ...closureReads(connection),
    ...holdReads(connection),
    ...deliveryReads(connection),
    ...queueReads(connection),
    ...receiptReads(connection),
    ...givenUpReads(connection),
    ...signalDeliveryReads(connection),
    ...speedReads(connection),
    check(): void {
      connection.first(sql`SELECT 1`)
    },
    page(request: PageRequest) {
      return readPage(connection, request)
    },
    summarize(search: Search) {
      return summarizeMatching(connection, search)
    },
    count(search: Search) {
      return countMatching(connection, search)
    },
    plannedSessions(planId: string, position: number, limit: number) {
      return plannedSessions(connection, planId, position, limit)
    },
  }
}
