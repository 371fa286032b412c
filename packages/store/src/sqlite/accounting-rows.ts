import type {
  AccountingBatch,
  KnownSession,
  NasRestart,
  NewSession,
  RadiusRecord,
  RegistrationRules,
} from '@curfew/registry'
import type { NasRestartTable, RadiusPulseTable, RadiusSessionTable } from './radius-tables.ts'
import type { SessionTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'

type Told = Omit<RadiusSessionTable, 'session_number' | 'source_id' | 'is_over'>
type Pulse = Omit<RadiusPulseTable, 'session_number'>

/** A batch as the writer takes it: rows, so that of an Interim-Update nothing but a few numbers goes from thread to thread. */
export type PackedBatch = {
  readonly at: number
  readonly rules: RegistrationRules | undefined
  readonly restarts: readonly NasRestart[]
  readonly steps: readonly PackedStep[]
}
export type PackedStep = {
  readonly sessionId: string
  readonly begins: NewSession | null
  readonly pulse: Pulse
  readonly told: Told | null
  readonly shown: Pick<SessionTable, 'user_id' | 'client_address' | 'logged_on_at'> | null
  readonly endsAt: number | null
}

export function packBatch({ at, rules, steps, restarts }: AccountingBatch): PackedBatch {
  return {
    at: at.getTime(),
    rules,
    restarts,
    steps: steps.map(({ sessionId, begins, radius, isMoreTold, shown, endsAt }) => ({
      sessionId,
      begins,
      pulse: pulseOf(radius),
      told: isMoreTold ? toldOf(radius) : null,
      shown: shown && {
        user_id: shown.userId,
        client_address: shown.clientAddress,
        logged_on_at: shown.loggedOnAt.getTime(),
      },
      endsAt: endsAt && endsAt.getTime(),
    })),
  }
}

function pulseOf({ lastHeardAt, lastHappenedAt, stillOnlineAt, clockOffsetSeconds, counters }: RadiusRecord): Pulse {
  return {
    last_heard_at: lastHeardAt.getTime(),
    last_happened_at: lastHappenedAt.getTime(),
    still_online_at: stillOnlineAt && stillOnlineAt.getTime(),
    clock_offset_seconds: clockOffsetSeconds,
    session_seconds: counters.sessionSeconds,
    input_octets: counters.inputOctets,
    output_octets: counters.outputOctets,
    input_packets: counters.inputPackets,
    output_packets: counters.outputPackets,
  }
}

function toldOf({ nasKey, acctSessionId, sentFrom, began, end, facts, identification }: RadiusRecord): Told {
  return {
    nas_key: nasKey,
    acct_session_id: acctSessionId,
    sent_from: sentFrom,
    began_at: began.at.getTime(),
    began_exactly: Number(began.isExact),
    over_at: end && end.at.getTime(),
    over_by: end && end.by,
    terminate_cause: end?.terminateCause ? JSON.stringify(end.terminateCause) : null,
    facts: JSON.stringify(facts),
    identification,
  }
}

export type RecordRow = Omit<RadiusSessionTable & RadiusPulseTable, 'source_id' | 'is_over'>

export function recordOf(row: RecordRow): RadiusRecord {
  return {
    nasKey: row.nas_key,
    sentFrom: row.sent_from,
    acctSessionId: row.acct_session_id,
    began: { at: new Date(row.began_at), isExact: row.began_exactly === 1 },
    end:
      row.over_at === null || row.over_by === null
        ? null
        : {
            at: new Date(row.over_at),
            by: row.over_by,
            terminateCause: row.terminate_cause === null ? null : JSON.parse(row.terminate_cause),
          },
    lastHeardAt: new Date(row.last_heard_at),
    lastHappenedAt: new Date(row.last_happened_at),
    stillOnlineAt: timeOrNull(row.still_online_at),
    clockOffsetSeconds: row.clock_offset_seconds,
    counters: {
      sessionSeconds: row.session_seconds,
      inputOctets: row.input_octets,
      outputOctets: row.output_octets,
      inputPackets: row.input_packets,
      outputPackets: row.output_packets,
    },
    facts: JSON.parse(row.facts),
    identification: row.identification,
  }
}

export type KnownRow = RecordRow &
  Pick<
    SessionTable,
    | 'id'
    | 'source_id'
    | 'handle'
    | 'user_id'
    | 'client_address'
    | 'logged_on_at'
    | 'status'
    | 'idle_limit_seconds'
    | 'ended_at'
    | 'closure_id'
  >

export function knownOf(row: KnownRow): KnownSession {
  return {
    id: row.id,
    sourceId: row.source_id,
    handle: row.handle,
    userId: row.user_id,
    clientAddress: row.client_address,
    loggedOnAt: new Date(row.logged_on_at),
    status: row.status,
    idleLimitSeconds: row.idle_limit_seconds,
    endedAt: timeOrNull(row.ended_at),
    closureId: row.closure_id,
    radius: recordOf(row),
  }
}

export function restartOf({ source_id, nas_key, at, over_by }: NasRestartTable): NasRestart {
  return { sourceId: source_id, nasKey: nas_key, at: new Date(at), by: over_by }
}
