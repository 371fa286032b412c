import { attribute } from './attribute.ts'
import { type AttributeName, attributeNumbers } from './dictionary.ts'
import { type IdentifyingAttribute, identificationFrom, usualIdentification } from './identification.ts'
import { headerLength, lengthOf, maxPacketLength, packetCodes } from './packet.ts'
import { signRequest } from './signature.ts'

export type DisconnectDraft = {
  readonly identifier: number
  /** As `identificationIn` stored it. */
  readonly identification: string
  readonly identifiedBy?: readonly IdentifyingAttribute[] | undefined
  readonly secret: Uint8Array
  /** When it is sent: a NAS discards in silence what is more than 300 s off its own clock (RFC 5176 §6.3). */
  readonly at: Date
}

export type ComposedDisconnect =
  | { readonly ok: true; readonly octets: Buffer; readonly authenticator: Buffer }
  /** `too-broad`: what would be sent could match other sessions as well, or all of the NAS. */
  | { readonly ok: false; readonly reason: 'too-broad' | 'too-long' }

/** What belongs to one session, or to one device's place on the network, alone. A user name does not. */
const narrowing: readonly AttributeName[] = [
  'Acct-Session-Id',
  'NAS-Port',
  'NAS-Port-Id',
  'Framed-IP-Address',
  'Framed-Interface-Id',
  'Framed-IPv6-Prefix',
  'Framed-IPv6-Address',
  'Delegated-IPv6-Prefix',
  'Calling-Station-Id',
]
const narrowingTypes: ReadonlySet<number> = new Set(narrowing.map((name) => attributeNumbers[name]))

/** Message-Authenticator with its value, and Event-Timestamp with its. */
const alwaysThere = 18 + 6

/**
 * A Disconnect-Request, signed, with the session's identifying attributes exactly as its NAS gave them, Event-Timestamp and
 * Message-Authenticator.
 *
 * One that would not name a single session is not composed: the closure of one session must end no other.
 * @see RFC 5176 §2.1, §3, §3.4, §6.3
 */
export function composeDisconnect(draft: DisconnectDraft): ComposedDisconnect {
  const { identifier, identification, identifiedBy = usualIdentification, secret, at } = draft
  const identifying = identificationFrom(identification, identifiedBy)
  if (!identifying.some(({ type, value }) => narrowingTypes.has(type) && value.length > 0))
    return { ok: false, reason: 'too-broad' }
  if (headerLength + alwaysThere + lengthOf(identifying) > maxPacketLength) return { ok: false, reason: 'too-long' }
  const attributes = [...identifying, attribute('Event-Timestamp', at)]
  const octets = signRequest({ code: packetCodes.disconnectRequest, identifier, attributes }, secret, {
    withMessageAuthenticator: true,
  })
  return { ok: true, octets, authenticator: octets.subarray(4, headerLength) }
}
