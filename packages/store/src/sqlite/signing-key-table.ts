import type { SigningAlgorithm } from '@curfew/contract'

/** Times are milliseconds since 1970, UTC. */
export type SigningKeyTable = {
  id: string
  algorithm: SigningAlgorithm
  /** JSON, with its private half. */
  jwk: string
  created_at: number
  signs_from: number
  published_until: number | null
}
