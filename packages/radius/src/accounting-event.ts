import { readerOf } from './attribute.ts'
import { nasPortTypeOf } from './named-values.ts'
import { headerLength, type Packet } from './packet.ts'
import type { NasSource } from './source-table.ts'
import { type TerminateCause, terminateCauseOf } from './terminate-cause.ts'
import { textOf } from './text.ts'

/** What every accounting packet tells. */
type Told = {
  readonly sourceId: string
  readonly nas: Nas
  readonly receivedAt: Date
  /** When it left the NAS by our clock: `receivedAt` less Acct-Delay-Time. */
  readonly sentAt: Date
  /** When it happened: Event-Timestamp as far as it can be believed, else `sentAt`. */
  readonly happenedAt: Date
  /** Whether the NAS itself said when, by Event-Timestamp or Acct-Delay-Time. If not, a packet that was sent again looks new. */
  readonly isTimed: boolean
  /** Event-Timestamp less `sentAt`: the clock of the NAS is ahead when positive. Negative may also mean held back. */
  readonly clockOffsetSeconds: number | null
}

/** A NAS as its packets name it. */
export type Nas = {
  /** Tells the NASes of one source apart. */
  readonly key: string
  /** Where the packet came from: the NAS, or its relay. */
  readonly sentFrom: string
  readonly identifier: string | null
  readonly ipAddress: string | null
  readonly ipv6Address: string | null
}

/** What is known of a session, by its NAS. Null: it did not say. */
export type SessionFacts = {
  readonly userName: string | null
  readonly multiSessionId: string | null
  readonly callingStationId: string | null
  readonly calledStationId: string | null
  readonly framedIpAddress: string | null
  readonly framedIpv6Address: string | null
  readonly framedIpv6Prefix: string | null
  readonly framedInterfaceId: string | null
  readonly delegatedIpv6Prefix: string | null
  readonly nasPort: number | null
  readonly nasPortId: string | null
  readonly nasPortType: string | null
  readonly class: string | null
  readonly connectInfo: string | null
}

/** What went through a session so far. Octets include Gigawords (RFC 2869 §5.1) and are exact up to 2^53. */
export type Counters = {
  readonly sessionSeconds: number | null
  readonly inputOctets: number | null
  readonly outputOctets: number | null
  readonly inputPackets: number | null
  readonly outputPackets: number | null
}

export type SessionEvent = Told & {
  readonly kind: 'start' | 'interim-update' | 'stop'
  /** Acct-Session-Id, reversibly as text (see `textOf`). */
  readonly acctSessionId: string
  readonly facts: SessionFacts
  readonly counters: Counters
  /** With `stop`. */
  readonly terminateCause: TerminateCause | null
  /** All attributes as they were on the wire, one after the other: a view of the datagram. */
  readonly attributes: Buffer
}

/** The NAS has begun or ends accounting altogether: none of its sessions from before goes on (RFC 2866 §5.1). */
export type NasEvent = Told & { readonly kind: 'accounting-on' | 'accounting-off' }
export type AccountingEvent = SessionEvent | NasEvent

/** Whether it is about the NAS and all its sessions. */
export function isNasEvent(event: AccountingEvent): event is NasEvent {
  return event.kind === 'accounting-on' || event.kind === 'accounting-off'
}

/** `not-kept`: authentic, and about nothing that is remembered here, as tunnels are (RFC 2867); it is to be answered. */
export type EventReading =
  | { readonly is: 'event'; readonly event: AccountingEvent }
  | { readonly is: 'not-kept' }
  | { readonly is: 'malformed'; readonly detail: string }

const kinds = new Map([
  [1, 'start'],
  [2, 'stop'],
  [3, 'interim-update'],
  [7, 'accounting-on'],
  [8, 'accounting-off'],
] as const)

/** A clock that is further ahead is wrong; RFC 5176 §6.3 calls as much stale. */
const mostAheadMs = 300_000
/** A NAS or a relay may hold packets back while it cannot reach us; a clock that starts in 1970 is further behind. */
const mostBehindMs = 7 * 86_400_000

type Read = ReturnType<typeof readerOf>

/** What an authentic Accounting-Request tells. Nothing of it is taken on trust but its signature. */
export function readAccounting(
  { attributes, octets }: Pick<Packet, 'attributes' | 'octets'>,
  from: { readonly source: Pick<NasSource, 'id' | 'nasKnownBy'>; readonly address: string; readonly receivedAt: Date },
): EventReading {
  const read = readerOf(attributes)
  const status = read('Acct-Status-Type')
  if (status === undefined) return { is: 'malformed', detail: 'It has no Acct-Status-Type.' }
  const kind = [...kinds].find(([number]) => number === status)?.[1]
  if (kind === undefined) return { is: 'not-kept' }
  const told = { sourceId: from.source.id, nas: nasOf(read, from), ...timesOf(read, from.receivedAt) }
  if (kind === 'accounting-on' || kind === 'accounting-off') return { is: 'event', event: { kind, ...told } }
  const acctSessionId = read('Acct-Session-Id')
  if (acctSessionId === undefined || acctSessionId === '')
    return { is: 'malformed', detail: 'It has no Acct-Session-Id (RFC 2866 §5.5).' }
  const cause = kind === 'stop' ? read('Acct-Terminate-Cause') : undefined
  const event = {
    kind,
    ...told,
    acctSessionId,
    facts: factsOf(read),
    counters: countersOf(read),
    terminateCause: cause === undefined ? null : terminateCauseOf(cause),
    attributes: octets.subarray(headerLength),
  }
  return { is: 'event', event }
}

function nasOf(
  read: Read,
  { source, address }: { readonly source: Pick<NasSource, 'nasKnownBy'>; readonly address: string },
): Nas {
  const identifier = read('NAS-Identifier') ?? null
  const ipAddress = read('NAS-IP-Address') ?? null
  const ipv6Address = read('NAS-IPv6-Address') ?? null
  const name = source.nasKnownBy === 'address' ? undefined : (identifier ?? ipAddress ?? ipv6Address)
  return { key: name ?? address, sentFrom: address, identifier, ipAddress, ipv6Address }
}

function timesOf(read: Read, receivedAt: Date) {
  const delaySeconds = read('Acct-Delay-Time')
  const delayMs = Math.min((delaySeconds ?? 0) * 1000, mostBehindMs)
  const sentAt = new Date(receivedAt.getTime() - delayMs)
  const stamped = read('Event-Timestamp')
  const offsetMs = stamped && stamped.getTime() - sentAt.getTime()
  const isBelieved = offsetMs !== undefined && offsetMs <= mostAheadMs && offsetMs >= -mostBehindMs
  return {
    receivedAt,
    sentAt,
    happenedAt: isBelieved && stamped !== undefined ? stamped : sentAt,
    isTimed: isBelieved || delaySeconds !== undefined,
    clockOffsetSeconds: offsetMs === undefined ? null : Math.round(offsetMs / 1000),
  }
}

function factsOf(read: Read): SessionFacts {
  const portType = read('NAS-Port-Type')
  const classOctets = read('Class')
  return {
    userName: read('User-Name') || null,
    multiSessionId: read('Acct-Multi-Session-Id') ?? null,
    callingStationId: read('Calling-Station-Id') ?? null,
    calledStationId: read('Called-Station-Id') ?? null,
    framedIpAddress: read('Framed-IP-Address') ?? null,
    framedIpv6Address: read('Framed-IPv6-Address') ?? null,
    framedIpv6Prefix: read('Framed-IPv6-Prefix') ?? null,
    framedInterfaceId: read('Framed-Interface-Id') ?? null,
    delegatedIpv6Prefix: read('Delegated-IPv6-Prefix') ?? null,
    nasPort: read('NAS-Port') ?? null,
    nasPortId: read('NAS-Port-Id') ?? null,
    nasPortType: portType === undefined ? null : nasPortTypeOf(portType),
    class: classOctets === undefined ? null : textOf(classOctets),
    connectInfo: read('Connect-Info') ?? null,
  }
}

function countersOf(read: Read): Counters {
  return {
    sessionSeconds: read('Acct-Session-Time') ?? null,
    inputOctets: withGigawords(read('Acct-Input-Octets'), read('Acct-Input-Gigawords')),
    outputOctets: withGigawords(read('Acct-Output-Octets'), read('Acct-Output-Gigawords')),
    inputPackets: read('Acct-Input-Packets') ?? null,
    outputPackets: read('Acct-Output-Packets') ?? null,
  }
}

/** Gigawords count how often 2^32 octets were exceeded. */
function withGigawords(octets: number | undefined, gigawords: number | undefined): number | null {
  if (octets === undefined && gigawords === undefined) return null
  return (gigawords ?? 0) * 2 ** 32 + (octets ?? 0)
}
