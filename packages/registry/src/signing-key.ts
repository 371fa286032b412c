import type { PrivateJwk, SigningAlgorithm } from '@curfew/contract'
import type { AuditEntry } from './closing.ts'

/** A key of Curfew's own that signs what goes out. It is published from the beginning, also while another one still signs. */
export type SigningKey = {
  /** Its `kid`. */
  readonly id: string
  readonly algorithm: SigningAlgorithm
  readonly jwk: Readonly<PrivateJwk>
  readonly createdAt: Date
  /** By then whoever asks for the published keys now and then knows it. */
  readonly signsFrom: Date
  /** Null: until another one takes its place. */
  readonly publishedUntil: Date | null
}

export interface SigningKeyStore {
  /** Newest first. */
  signingKeys(): Promise<readonly SigningKey[]>
  /**
   * The others of its algorithm are published until `othersUntil`, if not less long, and forgotten after it.
   *
   * @param inPlaceOf the newest of its algorithm, as it was read; null: there was none
   * @returns `outrun`: another one was added meanwhile, and nothing was changed
   */
  addSigningKey(
    key: SigningKey,
    inPlaceOf: string | null,
    othersUntil: Date,
    audit: AuditEntry,
  ): Promise<'added' | 'outrun'>
}

/** Tokens of others that were obeyed, so that none is obeyed twice. */
export interface ReceivedTokenStore {
  knowsToken(issuer: string, tokenId: string): Promise<boolean>
  /** It is remembered until then; those whose time is over are forgotten. */
  rememberToken(issuer: string, tokenId: string, until: Date, now: Date): Promise<void>
}

/** What is kept for tokens, those that are sent and those that come. */
export interface TokenStore extends SigningKeyStore, ReceivedTokenStore {}
