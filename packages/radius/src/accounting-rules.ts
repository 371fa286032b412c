import {
  type AccountingEvent,
  type Counters,
  isNasEvent,
  type NasEvent,
  type SessionEvent,
  type SessionFacts,
} from './accounting-event.ts'
import { identificationIn, joinIdentification } from './identification.ts'
import { type Beginning, beginningIn, type End, endIn, type SessionState, stateFrom } from './session-state.ts'

/**
 * What an event did.
 *
 * - `began`: there is a session that was not there before. `state` is a new row, also when another was known by that id.
 * - `ended`: it was open or closing and is over now, or it is new and was over before we heard of it.
 * - `still-online`: it was closed, and the NAS says that it goes on.
 * - `refreshed`: it goes on. - `completed`: it is over, and more is known of it. - `unchanged`: nothing new.
 */
export type AccountingChange = 'began' | 'ended' | 'still-online' | 'refreshed' | 'completed' | 'unchanged'

export type Applied = {
  /** Undefined: there was no session, and there is none. */
  readonly state: SessionState | undefined
  readonly change: AccountingChange
  /** With `began`, when the id was in use by a session that was open: that one, ended. */
  readonly superseded?: SessionState
}

/** How far apart the parts of one session may seem to be, since NASes send late, again, and with clocks in whole seconds. */
const graceMs = 60_000
/** A Stop that is older than the beginning by more than a clock may be wrong belongs to an earlier session of that id. */
const wrongClockMs = 300_000

/**
 * What is known of a session after an event, whatever the order and however often its packets arrive: there is one row, what
 * ended stays ended, and it ends once.
 *
 * @param known the latest session of that key (`sessionKeyOf`); for Accounting-On/Off any session of that source
 * @param restartedAt when the NAS last restarted, as far as it told: what began before and is heard of later is over
 * @see RFC 2866 §2, §5.1, §5.5
 */
export function applyAccounting(
  known: SessionState | undefined,
  event: AccountingEvent,
  restartedAt?: { readonly at: Date; readonly by: NasEvent['kind'] },
): Applied {
  if (isNasEvent(event)) return applyRestart(known, event)
  if (known === undefined) return begin(event, restartedAt)
  if (isOfEarlierSession(known, event)) return { state: known, change: 'unchanged' }
  if (known.ended !== null && isOfLaterSession(known.ended, event)) return begin(event, restartedAt)
  if (known.ended === null && isOfSomebodyElse(known, event))
    return { ...begin(event, restartedAt), superseded: endNow(known, event.happenedAt, 'superseded') }
  return update(known, event)
}

/** An administrator's closure took the session. Repeating it, and closing what is over, changes nothing. */
export function noteClosure(known: SessionState, at: Date): SessionState {
  return known.ended !== null || known.closedAt !== null ? known : { ...known, closedAt: at }
}

function begin(event: SessionEvent, restartedAt: Parameters<typeof applyAccounting>[2]): Applied {
  const state = stateFrom(event)
  if (state.ended !== null) return { state, change: 'ended' }
  const wasBefore = restartedAt !== undefined && event.happenedAt < restartedAt.at
  if (wasBefore) return { state: endNow(state, restartedAt.at, restartedAt.by), change: 'ended' }
  return { state, change: 'began' }
}

/** Accounting-On/Off ends what that NAS had before, and neither what it has since nor what others have. */
function applyRestart(known: SessionState | undefined, event: NasEvent): Applied {
  if (known === undefined || known.ended !== null) return { state: known, change: 'unchanged' }
  const isItsOwn = known.sourceId === event.sourceId && known.nasKey === event.nas.key
  // Clocks tell whole seconds: a NAS may come up and have its first session within one.
  const isBefore =
    event.kind === 'accounting-on' ? known.began.at < event.happenedAt : known.began.at <= event.happenedAt
  if (!isItsOwn || !isBefore) return { state: known, change: 'unchanged' }
  return { state: endNow(known, event.happenedAt, event.kind), change: 'ended' }
}

function endNow(state: SessionState, at: Date, by: End['by']): SessionState {
  return { ...state, ended: { at, by, terminateCause: null } }
}

/** The id was used before, by somebody else or long ago, and this is a late word about that. */
function isOfEarlierSession({ began, facts }: SessionState, event: SessionEvent): boolean {
  const beforeMs = began.at.getTime() - event.happenedAt.getTime()
  if (beforeMs <= 0 || !began.isExact) return false
  return isOtherUser(facts, event.facts) || (event.kind === 'stop' && beforeMs > wrongClockMs)
}

/**
 * The id is used again after its session was over. A Stop is believed: only a session that demonstrably began after it is
 * another one. Where we concluded the end ourselves, or from a restart, being heard of later proves the conclusion wrong, and
 * a user who is online has to have a row.
 */
function isOfLaterSession(ended: End, event: SessionEvent): boolean {
  if (event.kind === 'stop') return false
  const isLater = event.happenedAt.getTime() > ended.at.getTime() + graceMs
  if (ended.by !== 'stop') return isLater
  return isLater && event.isTimed && beginningIn(event).at > ended.at && hasBeginning(event)
}

const hasBeginning = ({ kind, counters }: SessionEvent) => kind === 'start' || counters.sessionSeconds !== null

/** The NAS lost count, as in a crash without Accounting-On, and gave an id that is in use to somebody else. */
function isOfSomebodyElse({ facts, lastHappenedAt }: SessionState, event: SessionEvent): boolean {
  return event.kind === 'start' && isOtherUser(facts, event.facts) && event.happenedAt > lastHappenedAt
}

const isOtherUser = (one: SessionFacts, other: SessionFacts) =>
  one.userName !== null && other.userName !== null && one.userName !== other.userName

function update(known: SessionState, event: SessionEvent): Applied {
  const isLate = event.happenedAt < known.lastHappenedAt
  const isLife = event.kind !== 'stop'
  const identification = identificationIn(event.attributes)
  const isStillOnline = isLife && known.ended === null && isAfterClosure(known, event)
  const state: SessionState = {
    ...known,
    began: earlier(known.began, beginningIn(event)),
    ended: isLife ? known.ended : firstStop(known.ended, endIn(event)),
    lastHeardAt: isLife ? later(known.lastHeardAt, event.sentAt) : known.lastHeardAt,
    lastHappenedAt: later(known.lastHappenedAt, event.happenedAt),
    stillOnlineAt: isStillOnline ? event.sentAt : known.stillOnlineAt,
    facts: isLate ? join(known.facts, event.facts) : join(event.facts, known.facts),
    counters: highest(known.counters, event.counters),
    identification: isLate
      ? joinIdentification(known.identification, identification)
      : joinIdentification(identification, known.identification),
    clockOffsetSeconds: isLate ? known.clockOffsetSeconds : event.clockOffsetSeconds,
  }
  if (known.ended === null && state.ended !== null) return { state, change: 'ended' }
  if (isStillOnline) return { state, change: 'still-online' }
  if (known.ended !== null) return { state, change: isSame(known, state) ? 'unchanged' : 'completed' }
  return { state, change: 'refreshed' }
}

/** Only a packet that left the NAS after the closure contradicts it; a Start may be an old one, sent again. */
function isAfterClosure({ closedAt }: SessionState, { kind, sentAt, isTimed }: SessionEvent): boolean {
  return closedAt !== null && sentAt > closedAt && (kind === 'interim-update' || isTimed)
}

/** What a Start says is better than what was concluded; of equals the earlier, so that order does not matter. */
function earlier(one: Beginning, other: Beginning): Beginning {
  if (one.isExact !== other.isExact) return one.isExact ? one : other
  return one.at <= other.at ? one : other
}

/** The NAS's own word is better than a conclusion; of two Stops the first is the end. */
function firstStop(known: End | null, stop: End): End {
  return known === null || known.by !== 'stop' || stop.at < known.at ? stop : known
}

const later = (one: Date, other: Date) => (one >= other ? one : other)

/** What the first says; where it says nothing, what the second says. */
function join(first: SessionFacts, second: SessionFacts): SessionFacts {
  return {
    userName: first.userName ?? second.userName,
    multiSessionId: first.multiSessionId ?? second.multiSessionId,
    callingStationId: first.callingStationId ?? second.callingStationId,
    calledStationId: first.calledStationId ?? second.calledStationId,
    framedIpAddress: first.framedIpAddress ?? second.framedIpAddress,
    framedIpv6Address: first.framedIpv6Address ?? second.framedIpv6Address,
    framedIpv6Prefix: first.framedIpv6Prefix ?? second.framedIpv6Prefix,
    framedInterfaceId: first.framedInterfaceId ?? second.framedInterfaceId,
    delegatedIpv6Prefix: first.delegatedIpv6Prefix ?? second.delegatedIpv6Prefix,
    nasPort: first.nasPort ?? second.nasPort,
    nasPortId: first.nasPortId ?? second.nasPortId,
    nasPortType: first.nasPortType ?? second.nasPortType,
    class: first.class ?? second.class,
    connectInfo: first.connectInfo ?? second.connectInfo,
  }
}

/** Counters only rise within a session, so the highest is the latest. */
function highest(one: Counters, other: Counters): Counters {
  return {
    sessionSeconds: higher(one.sessionSeconds, other.sessionSeconds),
    inputOctets: higher(one.inputOctets, other.inputOctets),
    outputOctets: higher(one.outputOctets, other.outputOctets),
    inputPackets: higher(one.inputPackets, other.inputPackets),
    outputPackets: higher(one.outputPackets, other.outputPackets),
  }
}

const higher = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.max(one, other)

/** Whether all that a reader would see is the same. When it was last heard of is not of interest once it is over. */
function isSame(one: SessionState, other: SessionState): boolean {
  const seen = ({ began, ended, facts, counters, identification }: SessionState) =>
    JSON.stringify([began, ended, facts, counters, identification])
  return seen(one) === seen(other)
}
