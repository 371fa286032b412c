import type { Ending, SessionKind, SessionStatus, Via } from '@curfew/contract'

/** A program or person at the keyboard of a long command, as the grid shows it. */
export type Command = { readonly name: string; readonly startedAt: Date }

/** One user logged on at one source, from logon to its end (DESIGN §2). Never holds its credential. */
export type Session = {
  /** UUIDv7: opaque to its readers, sortable by beginning. */
  readonly id: string
  readonly kind: SessionKind
  readonly userId: string
  readonly firstName: string
  readonly lastName: string
  readonly identitySource: string
  readonly securityDomain: string
  /** The registered source's id, and its name as shown. Curfew's own sessions have `ownSource`. */
  readonly sourceId: string
  readonly source: string
  /** The source's own name for the session; unique among its open sessions. */
  readonly handle: string
  readonly via: Via | null
  readonly clientAddress: string
  readonly userAgent: string
  /** Only asked of `operations-console`: without them such a session is not listed. */
  readonly superAdminCredentials: boolean
  readonly status: SessionStatus
  readonly loggedOnAt: Date
  readonly lastActivityAt: Date
  readonly idleLimitSeconds: number
  readonly absoluteLimitSeconds: number
  readonly command: Command | null
  readonly endedAt: Date | null
  readonly ending: Ending | null
  readonly closureId: string | null
}

/** Curfew itself as a source: its console and its API. */
export const ownSource = { id: 'curfew', name: 'curfew' } as const

/** A session as it is registered. `credentialHash` is SHA-256 in base64url, or null when the source keeps it. */
export type NewSession = Omit<Session, 'lastActivityAt' | 'command' | 'endedAt' | 'ending' | 'closureId'> & {
  readonly credentialHash: string | null
  /** Left out: it was active when it logged on, and not since. */
  readonly lastActivityAt?: Date
}

/** `already`: the source has an open session with that handle; `sessionId` is that one, and nothing was changed. */
export type Registration = { readonly sessionId: string; readonly outcome: 'registered' | 'already' }

export type FinishedLogon = {
  readonly sessionId: string
  readonly at: Date
  readonly idleLimitSeconds: number
  readonly absoluteLimitSeconds: number
}
