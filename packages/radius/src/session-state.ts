import type { Counters, SessionEvent, SessionFacts } from './accounting-event.ts'
import { identificationIn } from './identification.ts'
import type { TerminateCause } from './terminate-cause.ts'

/**
 * What is remembered of one session of one NAS. Plain values: it may be stored as it is. It changes only through
 * `applyAccounting`, `noteClosure` and `endSilent`.
 */
export type SessionState = {
  readonly sourceId: string
  readonly nasKey: string
  readonly acctSessionId: string
  readonly began: Beginning
  /** Null: it goes on. Once it is set it stays set; only what is known of the end gets better. */
  readonly ended: End | null
  /** When the last Start or Interim-Update left the NAS: proof of life, by our clock. */
  readonly lastHeardAt: Date
  /** The latest time, by the NAS, that anything is known of. */
  readonly lastHappenedAt: Date
  /** When an administrator's closure took the session. */
  readonly closedAt: Date | null
  /**
   * After `closedAt`: when the NAS last said that the session goes on nevertheless. It contradicts the NAS's own
   * Disconnect-ACK only when it is later than that.
   */
  readonly stillOnlineAt: Date | null
  readonly facts: SessionFacts
  readonly counters: Counters
  /** What a Disconnect-Request names it by; see `identificationIn`. */
  readonly identification: string
  /** Clock of the NAS less ours, when its last packet said so. */
  readonly clockOffsetSeconds: number | null
}

/** `isExact`: a Start told it. If not, it was concluded from Acct-Session-Time, or is the earliest that is known. */
export type Beginning = { readonly at: Date; readonly isExact: boolean }

/**
 * `superseded`: the NAS uses the Acct-Session-Id for somebody else. `silence`: it has missed too many Interim-Updates.
 * Only `stop` is the NAS's own word about this session.
 */
export type EndedBy = 'stop' | 'accounting-on' | 'accounting-off' | 'silence' | 'superseded'
export type End = { readonly at: Date; readonly by: EndedBy; readonly terminateCause: TerminateCause | null }

/** What finds the session that an event is about. */
export type SessionKey = Pick<SessionState, 'sourceId' | 'nasKey' | 'acctSessionId'>

export function sessionKeyOf(event: Pick<SessionEvent, 'sourceId' | 'nas' | 'acctSessionId'>): SessionKey {
  return { sourceId: event.sourceId, nasKey: event.nas.key, acctSessionId: event.acctSessionId }
}

/**
 * One text for a session among those of its source: `0000002A@vpn-2`. Different sessions have different texts, whatever
 * their ids are made of: the `@` is the last one.
 */
export function handleOf({ nasKey, acctSessionId }: SessionKey): string {
  return `${acctSessionId}@${nasKey.replaceAll('@', '\\x{40}')}`
}

/** When the session of this event began, as far as the event alone can tell. */
export function beginningIn(event: SessionEvent): Beginning {
  if (event.kind === 'start') return { at: event.happenedAt, isExact: true }
  const elapsedMs = (event.counters.sessionSeconds ?? 0) * 1000
  return { at: new Date(event.happenedAt.getTime() - elapsedMs), isExact: false }
}

/** A session of which nothing was known before this event. */
export function stateFrom(event: SessionEvent): SessionState {
  return {
    ...sessionKeyOf(event),
    began: beginningIn(event),
    ended: event.kind === 'stop' ? endIn(event) : null,
    lastHeardAt: event.sentAt,
    lastHappenedAt: event.happenedAt,
    closedAt: null,
    stillOnlineAt: null,
    facts: event.facts,
    counters: event.counters,
    identification: identificationIn(event.attributes),
    clockOffsetSeconds: event.clockOffsetSeconds,
  }
}

export function endIn({ happenedAt, terminateCause }: SessionEvent): End {
  return { at: happenedAt, by: 'stop', terminateCause }
}
