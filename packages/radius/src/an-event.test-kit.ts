import type { AccountingEvent, Nas, NasEvent, SessionEvent, SessionFacts } from './accounting-event.ts'
import { attribute } from './attribute.ts'
import { encodeAttributes } from './packet.ts'
import type { TerminateCause } from './terminate-cause.ts'

const began = Date.parse('2026-03-02T09:00:00.000Z')

/** So many seconds after the day began. */
export const at = (seconds: number) => new Date(began + seconds * 1000)

export function aNas(key = 'vpn-2'): Nas {
  return { key, sentFrom: '192.0.2.7', identifier: key, ipAddress: null, ipv6Address: null }
}

type Overrides = {
  readonly acctSessionId?: string
  readonly sourceId?: string
  readonly nas?: Nas
  readonly facts?: Partial<SessionFacts>
  readonly sessionSeconds?: number | null
  readonly inputOctets?: number | null
  readonly terminateCause?: TerminateCause
  readonly isTimed?: boolean
  /** When it arrives; left out: when it happens. */
  readonly receivedAt?: Date
  /** When it left the NAS by our clock; left out: when it arrives. */
  readonly sentAt?: Date
  readonly attributes?: Buffer
}

/** What the NAS says of Ada's session, `seconds` into the day; an untimed packet is as new as its arrival. */
export function anEvent(kind: SessionEvent['kind'], seconds: number, overrides: Overrides = {}): SessionEvent {
  const { facts, sessionSeconds = null, inputOctets = null, isTimed = true, ...rest } = overrides
  const receivedAt = rest.receivedAt ?? at(seconds)
  const acctSessionId = rest.acctSessionId ?? '0000002A'
  return {
    kind,
    sourceId: rest.sourceId ?? 'vpn',
    nas: rest.nas ?? aNas(),
    receivedAt,
    sentAt: rest.sentAt ?? receivedAt,
    happenedAt: isTimed ? at(seconds) : receivedAt,
    isTimed,
    clockOffsetSeconds: null,
    acctSessionId,
    facts: { ...someFacts, ...facts },
    counters: { sessionSeconds, inputOctets, outputOctets: null, inputPackets: null, outputPackets: null },
    terminateCause: rest.terminateCause ?? null,
    attributes: rest.attributes ?? encodeAttributes([attribute('Acct-Session-Id', acctSessionId)]),
  }
}

export function aRestart(kind: NasEvent['kind'], seconds: number, overrides: Omit<Overrides, 'facts'> = {}): NasEvent {
  const { sourceId, nas, receivedAt, sentAt, happenedAt, isTimed, clockOffsetSeconds } = anEvent(
    'start',
    seconds,
    overrides,
  )
  return { kind, sourceId, nas, receivedAt, sentAt, happenedAt, isTimed, clockOffsetSeconds }
}

/** The same packet, arriving at another time. */
export function arriving<Event extends AccountingEvent>(event: Event, receivedAt: Date): Event {
  return { ...event, receivedAt, sentAt: receivedAt, happenedAt: event.isTimed ? event.happenedAt : receivedAt }
}

const someFacts: SessionFacts = {
  userName: 'ada',
  multiSessionId: null,
  callingStationId: '203.0.113.9',
  calledStationId: null,
  framedIpAddress: null,
  framedIpv6Address: null,
  framedIpv6Prefix: null,
  framedInterfaceId: null,
  delegatedIpv6Prefix: null,
  nasPort: null,
  nasPortId: null,
  nasPortType: 'Virtual',
  class: null,
  connectInfo: null,
}
