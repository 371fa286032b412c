import type { AuditEntry, Delivery } from '../closing.ts'
import type { Logoff, RegistryPorts, TellOutcome } from '../ports.ts'
import type { SignalFacts, SignalKey, SignalNotice, SignalReceiver, SignalReceiverChanges } from './signal-receiver.ts'
import type {
  SignalReading,
  SignalTransmitter,
  SignalTransmitterChanges,
  TransmitterFacts,
} from './signal-transmitter.ts'

/** Names are case sensitive and unique; each change is written with its audit, in one transaction. */
export interface SignalStore {
  createSignalReceiver(receiver: SignalReceiver, audit: AuditEntry): Promise<'created' | 'name-taken'>
  changeSignalReceiver(
    id: string,
    changes: SignalReceiverChanges,
    audit: AuditEntry,
  ): Promise<'changed' | 'not-found' | 'name-taken'>
  /** The keys before it are good until `othersExpireAt`, if not less long; those that expired by then are forgotten. */
  addSignalReceiverKey(
    id: string,
    key: SignalKey,
    othersExpireAt: Date,
    audit: AuditEntry,
  ): Promise<'added' | 'not-found'>
  /** Facts that are not named stay as they are. An unknown id is passed over. */
  noteSignalReceiver(id: string, facts: Partial<SignalFacts>): Promise<void>
  /** By name. */
  signalReceivers(): Promise<readonly SignalReceiver[]>
  signalReceiverById(id: string): Promise<SignalReceiver | undefined>
  /** Deliveries of the channel `shared-signals` that are not taken yet, by receiver. */
  countUntaken(): Promise<ReadonlyMap<string, number>>

  addSignalNotice(notice: SignalNotice): Promise<void>
  /** Oldest first. */
  signalNotices(receiverId: string): Promise<readonly SignalNotice[]>
  /** @returns those of them that were there */
  dropSignalNotices(ids: readonly string[]): Promise<readonly SignalNotice[]>

  /** What a receiver has not taken yet: pending, sent or unreachable; oldest first. */
  untakenDeliveries(receiverId: string, limit: number): Promise<readonly Delivery[]>
  /** Those become due at `at`; null: they wait to be asked for. What was sent is left as it is. */
  redirectUntaken(receiverId: string, at: Date | null): Promise<void>
  /** Those are over: refused, with that cause. How many. */
  refuseUntaken(receiverId: string, cause: string): Promise<number>

  /** `taken`: another one has that name or that issuer. */
  createSignalTransmitter(transmitter: SignalTransmitter, audit: AuditEntry): Promise<'created' | 'taken'>
  changeSignalTransmitter(
    id: string,
    changes: SignalTransmitterChanges,
    audit: AuditEntry,
  ): Promise<'changed' | 'not-found' | 'taken'>
  noteSignalTransmitter(id: string, facts: Partial<TransmitterFacts>): Promise<void>
  /** By name. */
  signalTransmitters(): Promise<readonly SignalTransmitter[]>
  /** Whether a SET of that `jti` was taken from it before. */
  wasSignalTaken(transmitterId: string, jti: string): Promise<boolean>
  /** Remember that it was, with the audit of what it did. */
  takeSignal(taken: TakenSignal, audit: readonly AuditEntry[]): Promise<void>
  /** At most `limit` of those that were taken before. How many. */
  forgetSignals(before: Date, limit: number): Promise<number>
}

export type TakenSignal = { readonly transmitterId: string; readonly jti: string; readonly at: Date }

/** Writes SETs: the same delivery or notice gives one with the same `jti` and the same claims each time. */
export interface SignalSpeaker {
  ofLogoff(receiver: SignalReceiver, logoff: Logoff): Promise<string>
  ofNotice(receiver: SignalReceiver, notice: SignalNotice): Promise<string>
}

/** All that signals reach the world through, beside what the rules have anyway. */
export type Signals = {
  /** `iss` of every SET from here, and where receivers find the endpoints. */
  readonly issuer: string
  readonly speaker: SignalSpeaker
  /** Check a SET against the transmitters that are trusted. Never rejects for what is in it. */
  readonly read: (token: string) => Promise<SignalReading>
  /** Push one notice, once. Never rejects. */
  readonly push: (receiver: SignalReceiver, notice: SignalNotice) => Promise<TellOutcome>
  /** Resolves when something may be there for those who wait, after `waitMs`, or when the signal fires. */
  readonly arrival: (waitMs: number, signal: AbortSignal) => Promise<void>
}

export type SignalPorts = Pick<
  RegistryPorts,
  'store' | 'channels' | 'commands' | 'changes' | 'wakeDeliveries' | 'clock' | 'newId' | 'refusedByGuards'
> & { readonly signals: Signals }
