import type { Role } from '@curfew/contract'

/** Milliseconds since 1970, UTC. */
type Time = number
/** 0 or 1. */
type Flag = number

export type AdministratorTable = {
  id: string
  user_id: string
  first_name: string
  last_name: string
  role: Role
  disabled: Flag
  password_hash: string
  must_change_password: Flag
  created_at: Time
  last_logon_at: Time | null
}
