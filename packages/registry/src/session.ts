import type { Ending, SessionKind, SessionStatus, Via } from '@curfew/contract'
import type { Hold } from './hold.ts'

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
  /** It began soon after this closure had ended one of the same user; null: it did not. */
  readonly cameBack: CameBack | null
}

/** `sessionId` is the session that was closed, `afterMs` from its end to the logon of the one that came. */
export type CameBack = { readonly closureId: string; readonly sessionId: string; readonly afterMs: number }

/** Curfew itself as a source: its console and its API. */
export const ownSource = { id: 'curfew', name: 'curfew' } as const

/** A session as it is registered. `credentialHash` is SHA-256 in base64url, or null when the source keeps it. */
export type NewSession = Omit<
  Session,
  'lastActivityAt' | 'command' | 'endedAt' | 'ending' | 'closureId' | 'cameBack'
> & {
  readonly credentialHash: string | null
  /** Left out: it was active when it logged on, and not since. */
  readonly lastActivityAt?: Date
  /** Whoever it is, no hold keeps it out: the last super admin. */
  readonly isExemptFromHolds?: boolean
  /** Of one that is told of later: since when it has gone on at least. Holds made after that do not concern it. Left out: now. */
  readonly goesOnSince?: Date
}

/**
 * `already`: the source has an open session with that handle; `sessionId` is that one, and nothing was changed.
 * `held`: a hold keeps it out, and nothing was stored. `registered` with `hold`: it cannot be refused, and must be closed.
 */
export type Registration =
  | { readonly outcome: 'already'; readonly sessionId: string }
  | { readonly outcome: 'registered'; readonly sessionId: string; readonly cameBack?: CameBack; readonly hold?: Hold }
  | { readonly outcome: 'held'; readonly sessionId: null; readonly hold: Hold }

/** What a registration is judged by, in its own transaction. */
export type RegistrationRules = { readonly now: Date; readonly cameBackWithinMs: number }

export type FinishedLogon = {
  readonly sessionId: string
  readonly at: Date
  readonly idleLimitSeconds: number
  readonly absoluteLimitSeconds: number
}
