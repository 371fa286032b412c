import { type AccountingOutcome, type AccountingStore, advanceDelivery, type NasRestart } from '@curfew/registry'
import { sql } from 'kysely'
import { marksOf } from '../registration-marks.ts'
import type { PackedBatch, PackedStep } from './accounting-rows.ts'
import { rowOfDelivery } from './closing-rows.ts'
import type { Connection } from './connection.ts'
import { deliveriesOfSession, updateDelivery } from './deliveries.ts'
import type { EventLog } from './event-log.ts'
import { holdsInForce } from './holds.ts'
import { prepare, query } from './query.ts'
import type { RadiusPulseTable, RadiusSessionTable } from './radius-tables.ts'
import type { SessionTable } from './schema.ts'
import { confirm, forgetActivity, type Judged, register } from './session-writes.ts'
import type { Synchronous } from './synchronous.ts'
import { wordFieldOf } from './word-fields.ts'
import type { Words } from './words.ts'

type Writes = Pick<Synchronous<AccountingStore>, 'finishRestart'> & {
  keepAccounting(batch: PackedBatch): AccountingOutcome[]
}

/** What accounting tells is written here: of most packets only a row of numbers, and when the session was active. */
type Kept = { readonly connection: Connection; readonly words: Words; readonly events: EventLog }

export function accountingWrites(kept: Kept): Writes {
  const { connection } = kept
  return {
    keepAccounting({ at, rules, restarts, steps }) {
      const judged = { rules, holds: rules ? holdsInForce(connection, rules.now) : [] }
      for (const restart of restarts) keepRestart(connection, restart)
      const taken = new Map<string, string>()
      return steps.map((step) => keepStep(kept, step, { at: new Date(at), judged, taken }))
    },
    finishRestart({ sourceId, nasKey, at }) {
      connection.run(finish({ sourceId, nasKey, at: at.getTime() }))
    },
  }
}

function keepRestart(connection: Connection, { sourceId, nasKey, at, by }: NasRestart): void {
  connection.run(
    sql`
      INSERT INTO nas_restart (source_id, nas_key, at, over_by, is_finished)
      VALUES (${sourceId}, ${nasKey}, ${at.getTime()}, ${by}, 0)
      ON CONFLICT DO UPDATE SET at = excluded.at, over_by = excluded.over_by, is_finished = 0 WHERE excluded.at > at`,
  )
}

type Keeping = {
  readonly at: Date
  readonly judged: Judged
  /** New ids whose handle was open already, and the id of that session. */
  readonly taken: Map<string, string>
}

function keepStep(kept: Kept, step: PackedStep, { at, judged, taken }: Keeping): AccountingOutcome {
  const { connection, words } = kept
  const registration = step.begins && register(kept, step.begins, judged)
  if (registration) taken.set(step.sessionId, registration.sessionId ?? step.sessionId)
  const sessionId = taken.get(step.sessionId) ?? step.sessionId
  const marks = registration ? marksOf(registration) : {}
  const outcome: AccountingOutcome = { sessionId, did: 'kept', closureIds: [], ...marks }
  const found = connection.first(findSession({ id: sessionId }))
  if (!found) return outcome
  const { number } = found
  if (connection.run(beat({ ...step.pulse, session_number: number })) === 0)
    connection.run(insertPulse({ ...step.pulse, session_number: number }))
  if (step.told) {
    const { source_id, status } = found
    connection.run(tell({ ...step.told, session_number: number, source_id, is_over: Number(status === 'closed') }))
  }
  if (step.shown) show(connection, words, found, step.shown)
  if (step.endsAt !== null) return { ...end(kept, found, sessionId, { endsAt: step.endsAt, at }), ...marks }
  connection.run(stayActive({ number, at: step.pulse.last_heard_at }))
  if (step.pulse.still_online_at !== null && found.status === 'closing') connection.run(countAsOnline({ number }))
  return outcome
}

function show(connection: Connection, words: Words, found: Found, shown: NonNullable<PackedStep['shown']>): void {
  const before = connection.first(findShown({ number: found.number }))
  connection.run(reshow({ ...shown, number: found.number }))
  if (found.in_grid !== 1 || !before) return
  const { user_id: userId, client_address: clientAddress } = shown
  words.add({ ...noWords, userId, clientAddress })
  words.forget([
    [wordFieldOf('userId'), before.user_id],
    [wordFieldOf('clientAddress'), before.client_address],
  ])
}

/** Of the others there is nothing new. */
const noWords = { firstName: '', lastName: '', source: '', securityDomain: '', identitySource: '' }

function end(
  { connection, events }: Kept,
  { number, status, source_id: sourceId }: Found,
  sessionId: string,
  { endsAt, at }: { readonly endsAt: number; readonly at: Date },
): AccountingOutcome {
  if (status === 'closed') return { sessionId, did: 'kept', closureIds: [] }
  if (status !== 'closing') {
    connection.run(endOpen({ number, at: endsAt }))
    connection.run(forgetActivity({ number }))
    events.noteSession('session.closed', { id: sessionId, kind: 'radius', sourceId, superAdminCredentials: false }, at)
    return { sessionId, did: 'ended', closureIds: [] }
  }
  connection.run(confirm({ id: sessionId }))
  connection.run(forgetActivity({ number }))
  const deliveries = deliveriesOfSession(connection, sessionId)
  for (const before of deliveries) {
    const after = advanceDelivery(before, { deliveryId: before.id, to: 'verified', at })
    connection.run(updateDelivery(rowOfDelivery(after)))
    events.noteReceipt(before, after, at)
  }
  return { sessionId, did: 'proved', closureIds: deliveries.flatMap(({ closureId }) => closureId ?? []) }
}

type Found = Pick<SessionTable, 'status' | 'source_id' | 'in_grid'> & { number: number }
const findSession = prepare<{ id: string }, Found>(({ id }) =>
  query.selectFrom('session').select(['number', 'status', 'source_id', 'in_grid']).where('id', '=', id),
)

const beat = prepare<RadiusPulseTable, object>((pulse) =>
  query.updateTable('radius_pulse').set(columns(pulse)).where('session_number', '=', pulse.session_number),
)
const insertPulse = prepare<RadiusPulseTable, object>((pulse) =>
  query.insertInto('radius_pulse').values({ session_number: pulse.session_number, ...columns(pulse) }),
)

/** The holes stand behind a proxy, which has to be asked for each by its name. */
function columns(pulse: Omit<RadiusPulseTable, 'session_number'>): Omit<RadiusPulseTable, 'session_number'> {
  return {
    last_heard_at: pulse.last_heard_at,
    last_happened_at: pulse.last_happened_at,
    still_online_at: pulse.still_online_at,
    clock_offset_seconds: pulse.clock_offset_seconds,
    session_seconds: pulse.session_seconds,
    input_octets: pulse.input_octets,
    output_octets: pulse.output_octets,
    input_packets: pulse.input_packets,
    output_packets: pulse.output_packets,
  }
}

const tell = prepare<RadiusSessionTable, object>((row) =>
  query.replaceInto('radius_session').values({
    session_number: row.session_number,
    source_id: row.source_id,
    nas_key: row.nas_key,
    is_over: row.is_over,
    acct_session_id: row.acct_session_id,
    sent_from: row.sent_from,
    began_at: row.began_at,
    began_exactly: row.began_exactly,
    over_at: row.over_at,
    over_by: row.over_by,
    terminate_cause: row.terminate_cause,
    facts: row.facts,
    identification: row.identification,
  }),
)

const stayActive = prepare<{ number: number; at: number }, object>(
  ({ number, at }) => sql<object>`
    UPDATE activity SET at = ${at}, deadline = min(${at} + idle_limit_ms, absolute_deadline)
    WHERE session_number = ${number} AND is_open = 1 AND at < ${at}`,
)

/** Once; what ends it takes it out again. */
const countAsOnline = prepare<{ number: number }, object>(
  ({ number }) => sql<object>`
    INSERT OR IGNORE INTO still_online (session_number, closure_id)
    SELECT number, closure_id FROM session WHERE number = ${number} AND closure_id IS NOT NULL`,
)

const findShown = prepare<{ number: number }, Pick<SessionTable, 'user_id' | 'client_address'>>(({ number }) =>
  query.selectFrom('session').select(['user_id', 'client_address']).where('number', '=', number),
)

type Shown = { number: number; user_id: string; client_address: string; logged_on_at: number }
const reshow = prepare<Shown, object>(({ number, user_id, client_address, logged_on_at }) =>
  query.updateTable('session').set({ user_id, client_address, logged_on_at }).where('number', '=', number),
)

const endOpen = prepare<{ number: number; at: number }, object>(({ number, at }) =>
  query
    .updateTable('session')
    .set({ in_grid: 0, status: 'closed', ended_at: at, ending: 'source' })
    .set({ last_activity_at: sql<number>`(SELECT at FROM activity WHERE session_number = session.number)` })
    .where('number', '=', number),
)

const finish = prepare<{ sourceId: string; nasKey: string; at: number }, object>(({ sourceId, nasKey, at }) =>
  query
    .updateTable('nas_restart')
    .set({ is_finished: 1 })
    .where('source_id', '=', sourceId)
    .where('nas_key', '=', nasKey)
    .where('at', '=', at),
)
