import type { Role } from '@curfew/contract'

/** Someone who operates the console. The password is kept as an argon2id hash and leaves the store only as that. */
export type Administrator = {
  readonly id: string
  readonly userId: string
  readonly firstName: string
  readonly lastName: string
  readonly role: Role
  readonly disabled: boolean
  readonly passwordHash: string
  readonly mustChangePassword: boolean
  readonly createdAt: Date
  readonly lastLogonAt: Date | null
}

export type AdministratorChanges = Partial<
  Pick<Administrator, 'disabled' | 'role' | 'firstName' | 'lastName' | 'passwordHash' | 'mustChangePassword'>
>

/**
 * Failed logons counted under one key (a user at an address, a user, an address; keyed hashes, never the words
 * themselves). That a user has logged on from an address is one more such key.
 */
export type Attempts = { readonly failures: number; readonly lastFailureAt: Date }

/** What is written to the audit together with the act, in the same transaction. */
export type AccessAudit = {
  readonly id: string
  readonly at: Date
  readonly actor: {
    readonly userId: string
    readonly firstName: string
    readonly lastName: string
    readonly sessionId: string | null
  } | null
  readonly act: string
  readonly target: string
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** Where administrators are remembered; same promises as the registry's store. User ids are case sensitive and unique. */
export interface AdministratorStore {
  administratorById(id: string): Promise<Administrator | undefined>
  administratorByUserId(userId: string): Promise<Administrator | undefined>
  /** By user id. */
  administrators(): Promise<readonly Administrator[]>
  createAdministrator(administrator: Administrator, audit: AccessAudit): Promise<'created' | 'user-id-taken'>
  /**
   * Apply the changes, unless no enabled super admin would remain; checked in the same transaction.
   */
  changeAdministrator(
    id: string,
    changes: AdministratorChanges,
    audit: AccessAudit,
  ): Promise<'changed' | 'not-found' | 'last-super-admin'>
  recordLogon(id: string, at: Date): Promise<void>
  attempts(keys: readonly string[]): Promise<ReadonlyMap<string, Attempts>>
  /** Add one failure to each key, in one transaction. */
  recordFailure(keys: readonly string[], at: Date): Promise<void>
  clearFailures(keys: readonly string[]): Promise<void>
  /** Forget keys without a failure since `before`. */
  forgetFailures(before: Date): Promise<void>
  /** SHA-256 (base64url) of the one-time setup token; null when there is none. */
  setupTokenHash(): Promise<string | null>
  saveSetupTokenHash(hash: string | null): Promise<void>
}

/** argon2id on a server; something lighter where nothing is at stake. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Costs the same whether it fits or not. */
  verify(hash: string, password: string): Promise<boolean>
}

/** Two things of the one store that are not about administrators, and that `access` needs of it all the same. */
export interface SharedRecords {
  /** 32 random bytes, the same for the life of the installation: the key that failed logons are counted under. */
  installationSecret(): Promise<Uint8Array<ArrayBuffer>>
  writeAudit(entries: readonly AccessAudit[]): Promise<void>
}

/** All that the rules of access reach the world through. */
export type AccessPorts = {
  readonly store: AdministratorStore & SharedRecords
  readonly hasher: PasswordHasher
  readonly clock: () => Date
  /** UUIDv7. */
  readonly newId: () => string
}
