import type { NasRestart, RadiusRecord } from '@curfew/registry'

/** Milliseconds since 1970, UTC. */
type Time = number
/** 0 or 1. */
type Flag = number

/** What RADIUS accounting tells of a session and seldom changes. */
export type RadiusSessionTable = {
  session_number: number
  source_id: string
  nas_key: string
  /** Kept by a trigger: the session is closed. */
  is_over: Flag
  acct_session_id: string
  sent_from: string
  began_at: Time
  began_exactly: Flag
  over_at: Time | null
  over_by: NonNullable<RadiusRecord['end']>['by'] | null
  /** JSON. */
  terminate_cause: string | null
  /** JSON. */
  facts: string
  identification: string
}

/** What every Interim-Update writes, and so as narrow as can be. */
export type RadiusPulseTable = {
  session_number: number
  last_heard_at: Time
  last_happened_at: Time
  still_online_at: Time | null
  clock_offset_seconds: number | null
  session_seconds: number | null
  input_octets: number | null
  output_octets: number | null
  input_packets: number | null
  output_packets: number | null
}

/** It is closing, and its NAS says that it goes on. */
export type StillOnlineTable = { session_number: number; closure_id: string }

export type NasRestartTable = {
  source_id: string
  nas_key: string
  at: Time
  over_by: NasRestart['by']
  /** 1: what it ends is ended. */
  is_finished: Flag
}
