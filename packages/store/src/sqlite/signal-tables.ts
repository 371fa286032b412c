/** Milliseconds since 1970, UTC. */
type Time = number
/** 0 or 1. */
type Flag = number

export type SignalReceiverTable = {
  id: string
  name: string
  /** JSON, and so are the next but the status; null: it has no stream. */
  settings: string
  stream: string | null
  status: string
  status_reason: string
  keys: string
  created_at: Time
  facts: string
}

export type SignalNoticeTable = { id: string; receiver_id: string; stream_id: string; at: Time; event: string }

export type SignalTransmitterTable = {
  id: string
  name: string
  issuer: string
  /** JSON. */
  settings: string
  disabled: Flag
  created_at: Time
  /** JSON. */
  facts: string
}
