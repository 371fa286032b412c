import type {
  Channel,
  ClosureState,
  DeliveryStatus,
  Ending,
  HoldKind,
  ReasonKind,
  SessionKind,
  SessionStatus,
  Via,
} from '@curfew/contract'
import type { Generated } from 'kysely'
import type { AdministratorTable } from './administrator-table.ts'
import type { NasRestartTable, RadiusPulseTable, RadiusSessionTable, StillOnlineTable } from './radius-tables.ts'
import type { SignalNoticeTable, SignalReceiverTable, SignalTransmitterTable } from './signal-tables.ts'
import type { SigningKeyTable } from './signing-key-table.ts'
import type { EventTable, SetAsideTable, WebhookAttemptTable, WebhookTable } from './webhook-tables.ts'

/** Milliseconds since 1970, UTC. */
type Time = number
/** 0 or 1. */
type Flag = number

/** The tables as the newest migration leaves them. */
export type Schema = {
  session: SessionTable
  activity: ActivityTable
  word: WordTable
  tally: { kind: SessionKind; status: SessionStatus; source: string; count: number }
  logon_tally: { minute: number; count: number }
  plan: PlanTable
  plan_session: { plan_number: number; position: number; session_number: number }
  closure: ClosureTable
  hold: HoldTable
  delivery: DeliveryTable
  queue: QueueTable
  audit: AuditTable
  administrator: AdministratorTable
  attempt: { key: string; failures: number; last_failure_at: Time }
  setting: { name: string; value: Uint8Array | string }
  source: SourceTable
  source_key: SourceKeyTable
  signing_key: SigningKeyTable
  received_token: { issuer: string; token_id: string; until: Time }
  radius_session: RadiusSessionTable
  radius_pulse: RadiusPulseTable
  still_online: StillOnlineTable
  nas_restart: NasRestartTable
  source_tally: { source_id: string; count: number }
  event: EventTable
  webhook: WebhookTable
  set_aside: SetAsideTable
  webhook_attempt: Omit<WebhookAttemptTable, 'number'> & { number: Generated<number> }
  signal_receiver: SignalReceiverTable
  signal_notice: SignalNoticeTable
  signal_transmitter: SignalTransmitterTable
  signal_taken: { transmitter_id: string; jti: string; at: Time }
  feed: { source_id: string; position: number; forgotten_up_to: number; acknowledged: number }
}

export type SessionTable = {
  number: Generated<number>
  id: string
  /** Listed and not closed; decided by the registry's `isListed` when the row is written. */
  in_grid: Flag
  kind: SessionKind
  status: SessionStatus
  user_id: string
  last_name: string
  first_name: string
  client_address: string
  source: string
  security_domain: string
  identity_source: string
  via: Via | null
  logged_on_at: Time
  /** 0: no command is in flight. It sorts below every time. */
  command_started_at: Time
  command_name: string
  /** As of its end. While it is open, `activity` knows. */
  last_activity_at: Time
  idle_limit_seconds: number
  absolute_limit_seconds: number
  source_id: string
  handle: string
  user_agent: string
  super_admin_credentials: Flag
  credential_hash: string | null
  ended_at: Time | null
  ending: Ending | null
  closure_id: string | null
  came_back_closure_id: string | null
  came_back_session_id: string | null
  came_back_after_ms: number | null
}

/**
 * What a touch writes, and so as narrow as can be: not even the session's id is in it. One row for each session that is open,
 * or that is in the grid though it has ended.
 */
export type ActivityTable = {
  session_number: number
  at: Time
  deadline: Time
  idle_limit_ms: number
  absolute_deadline: Time
  in_grid: Flag
  is_open: Flag
}

/** One value of one text field of sessions that are or were in the grid. */
export type WordTable = { id: Generated<number>; field: number; value: string; folded: string }

/** An empty user id: nobody in person. */
type ActorColumns<Name extends string> = Record<
  `${Name}_user_id` | `${Name}_first_name` | `${Name}_last_name`,
  string
> &
  Record<`${Name}_session_id`, string | null>

export type PlanTable = ActorColumns<'actor'> & {
  number: Generated<number>
  id: string
  is_matching: Flag
  count: number
  already_closed: number
  not_found: number
  /** JSON, as `Plan` has them. */
  by_kind: string
  by_source: string
  users: string
  user_count: number
  includes_own_session: Flag
  commands_in_flight: number
  created_at: Time
  expires_at: Time
  closure_id: string | null
  /** Whether `plan_session` still has its sessions. */
  is_kept: Flag
}

export type ClosureTable = ActorColumns<'closed_by'> & {
  id: string
  plan_id: string
  reason: string
  message_to_user: string | null
  reason_kind: ReasonKind
  /** JSON: texts by language. */
  messages_to_user: string
  ordered_at: Time
  state: ClosureState
  completed_at: Time | null
  refused_everywhere_at: Time | null
  planned: number
  closed: number
  already_closed: number
  not_found: number
  included_own_session: Flag
  position: number
}

export type HoldTable = ActorColumns<'held_by'> &
  ActorColumns<'lifted_by'> & {
    id: string
    kind: HoldKind
    /** Of these four, those that the kind has. */
    user_id: string | null
    source_id: string | null
    source: string | null
    address: string | null
    reason: string
    message_to_user: string | null
    created_at: Time
    ends_at: Time
    lifted_at: Time | null
    closure_id: string | null
  }

export type DeliveryTable = {
  id: string
  closure_id: string | null
  session_id: string
  channel: Channel
  recipient: string
  recipient_name: string
  status: DeliveryStatus
  stored_at: Time
  sent_at: Time | null
  acknowledged_at: Time | null
  verified_at: Time | null
  attempts: number
  next_attempt_at: Time | null
  cause: string
  feed_position: number | null
  queue_number: number
  /** Whether it counts among what waits: its session is listed. */
  is_listed: Flag
  give_up_at: Time
  given_up_at: Time | null
}

export type QueueTable = {
  number: number
  channel: Channel
  /** Empty: the one queue of a channel within this process. */
  recipient: string
  failures: number
  silent_since: Time | null
  probe_at: Time | null
  cause: string
  waiting: number
  given_up: number
  first_due_at: Time | null
}

export type SourceTable = {
  id: string
  name: string
  /** JSON. */
  kinds: string
  via: Via | null
  channel: Channel | null
  lease_ms: number
  longest_lease_ms: number
  disabled: Flag
  created_at: Time
  last_seen_at: Time | null
  /** JSON; null: it is no NAS. */
  radius: string | null
  /** JSON; null: it is not told so. */
  back_channel: string | null
  /** JSON; null: there is none. */
  open_id_provider: string | null
}

export type SourceKeyTable = {
  id: string
  source_id: string
  hash: string
  /** The newest has the highest. */
  place: number
  created_at: Time
  expires_at: Time | null
  last_used_at: Time | null
}

export type AuditTable = {
  id: string
  at: Time
  /** Null: the system. */
  actor_user_id: string | null
  actor_first_name: string | null
  actor_last_name: string | null
  actor_session_id: string | null
  act: string
  target: string
  /** JSON. */
  detail: string
}
