import {
  advanceCircuit,
  type Circuit,
  closedCircuit,
  type DeliveryStep,
  type DeliveryStore,
  type QueueName,
  queueOf,
  type RecipientQueue,
} from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import type { QueueTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'
import type { Synchronous } from './synchronous.ts'

/** Whose deliveries wait together, with whether that recipient answers. */
export function queueReads(connection: Connection): Pick<Synchronous<DeliveryStore>, 'recipientQueues' | 'nextDueAt'> {
  return {
    recipientQueues() {
      return connection.all(query.selectFrom('queue').selectAll().where('recipient', '<>', '')).map(queueOfRow)
    },
    nextDueAt(now) {
      const next = connection.first(findNextDue({ now: now.getTime() }))
      return next ? new Date(next.due_at) : null
    },
  }
}

export function queueOfRow(row: Omit<QueueTable, 'number'>): RecipientQueue {
  const { channel, recipient, waiting, given_up } = row
  return { channel, recipient, waiting, givenUp: given_up, ...circuitOf(row) }
}

type CircuitRow = Pick<QueueTable, 'failures' | 'silent_since' | 'probe_at' | 'cause'>

function circuitOf({ failures, silent_since, probe_at, cause }: CircuitRow): Circuit {
  return { failures, silentSince: timeOrNull(silent_since), probeAt: timeOrNull(probe_at), cause }
}

/** The queue that a delivery waits in, made with the first of them. Inside a transaction. */
export function queueNumber(connection: Connection, of: QueueName): number {
  const name = queueOf(of)
  const known = connection.first(findNumber({ ...name })) ?? connection.first(makeQueue({ ...name }))
  if (!known) throw new Error('The delivery got no queue')
  return known.number
}

/** What attempts have taught of the recipients of these queues. Inside a transaction. */
export function advanceCircuits(
  connection: Connection,
  steps: readonly { readonly queueNumber: number; readonly step: DeliveryStep }[],
): void {
  const attempts = steps.filter(({ step }) => step.isAttempt)
  for (const [number, some] of Map.groupBy(attempts, ({ queueNumber }) => queueNumber)) {
    const row = connection.first(findQueue({ number }))
    if (!row || row.recipient === '') continue
    const before = circuitOf(row)
    const after = some.reduce((circuit, { step }) => advanceCircuit(circuit, step), before)
    if (after === before) continue
    const { failures, silentSince, probeAt, cause } = after
    connection.run(
      updateCircuit({
        number,
        failures,
        silent_since: silentSince?.getTime() ?? null,
        probe_at: probeAt?.getTime() ?? null,
        cause,
      }),
    )
    const at = some.at(-1)?.step.at.getTime() ?? 0
    if (after === closedCircuit) connection.run(callBack({ number, at }))
  }
}

type Named = { channel: string; recipient: string }

const findNumber = prepare<Named, { number: number }>(
  ({ channel, recipient }) =>
    sql<{ number: number }>`SELECT number FROM queue WHERE channel = ${channel} AND recipient = ${recipient}`,
)
const makeQueue = prepare<Named, { number: number }>(
  ({ channel, recipient }) =>
    sql<{ number: number }>`INSERT INTO queue (channel, recipient) VALUES (${channel}, ${recipient}) RETURNING number`,
)
const findQueue = prepare<{ number: number }, QueueTable>(({ number }) =>
  query.selectFrom('queue').selectAll().where('number', '=', number),
)
export const findQueueNamed = prepare<Named, QueueTable>(
  ({ channel, recipient }) =>
    sql<QueueTable>`SELECT * FROM queue WHERE channel = ${channel} AND recipient = ${recipient}`,
)
const findNextDue = prepare<{ now: number }, { due_at: number }>(
  ({ now }) => sql<{ due_at: number }>`
    SELECT due_at FROM queue WHERE due_at > ${now} AND first_due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
)
const updateCircuit = prepare<{ number: number } & CircuitRow, object>(
  ({ number, failures, silent_since, probe_at, cause }) =>
    query.updateTable('queue').set({ failures, silent_since, probe_at, cause }).where('number', '=', number),
)
/** It answers again: what was put off because it did not is due. No more than was tried meanwhile, and that was little. */
const callBack = prepare<{ number: number; at: number }, object>(
  ({ number, at }) => sql<object>`
    UPDATE delivery SET next_attempt_at = ${at} WHERE id IN (
      SELECT id FROM delivery INDEXED BY delivery_by_queue
      WHERE queue_number = ${number} AND next_attempt_at > ${at} AND status = 'unreachable' LIMIT 1000)`,
)
