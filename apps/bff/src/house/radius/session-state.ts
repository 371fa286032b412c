import type { Counters, NasEvent, SessionState } from '@curfew/radius'
import type { KnownSession, NasRestart, RadiusRecord } from '@curfew/registry'

/**
 * A session as the rules of accounting know it. Where it was closed here and nothing its NAS said has ended it, that was
 * concluded from its silence; and what is closing took a closure, until its NAS says that it is over.
 */
export function stateOf({ sourceId, status, endedAt, radius }: KnownSession): SessionState {
  const concluded =
    status === 'closed' && endedAt ? ({ at: endedAt, by: 'silence', terminateCause: null } as const) : null
  return {
    sourceId,
    nasKey: radius.nasKey,
    acctSessionId: radius.acctSessionId,
    began: radius.began,
    ended: radius.end ?? concluded,
    lastHeardAt: radius.lastHeardAt,
    lastHappenedAt: radius.lastHappenedAt,
    closedAt: status === 'closing' ? endedAt : null,
    stillOnlineAt: radius.stillOnlineAt,
    facts: radius.facts,
    counters: radius.counters,
    identification: radius.identification,
    clockOffsetSeconds: radius.clockOffsetSeconds,
  }
}

/** @param sentFrom where the packet came from that made it so */
export function recordOf(state: SessionState, sentFrom: string): RadiusRecord {
  const { nasKey, acctSessionId, began, ended, lastHeardAt, lastHappenedAt, stillOnlineAt } = state
  return {
    nasKey,
    sentFrom,
    acctSessionId,
    began,
    end: ended,
    lastHeardAt,
    lastHappenedAt,
    stillOnlineAt,
    clockOffsetSeconds: state.clockOffsetSeconds,
    counters: countable(state.counters),
    facts: state.facts,
    identification: state.identification,
  }
}

/** Beyond 2^53 octets, which no session has seen, a counter stands still instead of being wrong. */
function countable(counters: Counters): Counters {
  const atMost = (count: number | null) => count && Math.min(count, Number.MAX_SAFE_INTEGER)
  return { ...counters, inputOctets: atMost(counters.inputOctets), outputOctets: atMost(counters.outputOctets) }
}

/** The restart as its packet told it. */
export function eventOf({ sourceId, nasKey, at, by }: NasRestart): NasEvent {
  const nas = { key: nasKey, sentFrom: '', identifier: null, ipAddress: null, ipv6Address: null }
  return {
    kind: by,
    sourceId,
    nas,
    receivedAt: at,
    sentAt: at,
    happenedAt: at,
    isTimed: true,
    clockOffsetSeconds: null,
  }
}
