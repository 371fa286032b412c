import type { SetErrorCode, SignalTransmitterSettings } from '@curfew/contract'

/** Whose signals close sessions here. */
export type SignalTransmitter = {
  readonly id: string
  readonly name: string
  readonly settings: SignalTransmitterSettings
  readonly disabled: boolean
  readonly createdAt: Date
  readonly facts: TransmitterFacts
}

export type TransmitterFacts = {
  readonly lastSignal: { readonly at: Date; readonly event: string; readonly outcome: string } | null
  readonly lastRefusal: { readonly at: Date; readonly err: SetErrorCode; readonly description: string } | null
}
export const noTransmitterFacts: TransmitterFacts = { lastSignal: null, lastRefusal: null }

export type SignalTransmitterChanges = Partial<Pick<SignalTransmitter, 'name' | 'settings' | 'disabled'>>

/**
 * Who a received signal is about, in the words that its transmitter and we agreed upon. Null: it names none. With neither a
 * session nor a user it is about nobody that can be found here.
 */
export type SignalSubject = {
  readonly session: string | null
  readonly userId: string | null
  /** The security domain that sessions have to be of. */
  readonly tenant: string | null
}

/** What a SET says once all of it has been checked. */
export type ReceivedSignal = {
  readonly jti: string
  readonly event: 'session-revoked' | 'account-disabled' | 'verification' | 'stream-updated'
  /** When it happened, as the transmitter says; else when it was issued. */
  readonly at: Date
  readonly subject: SignalSubject
  readonly initiatingEntity: 'admin' | 'user' | 'policy' | 'system' | null
  /** By language, as BCP 47 writes it. */
  readonly reasonAdmin: Readonly<Record<string, string>>
  readonly reasonUser: Readonly<Record<string, string>>
}

/** What became of reading a SET. `transmitter`: under whose name it came, if it is one of ours. */
export type SignalReading =
  /** The transmitter's keys cannot be had: nothing is known of the SET yet. */
  | { readonly unavailable: string }
  | { readonly signal: ReceivedSignal; readonly transmitter: SignalTransmitter }
  | { readonly err: SetErrorCode; readonly description: string; readonly transmitter: SignalTransmitter | null }
