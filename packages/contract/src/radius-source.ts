import * as z from 'zod/mini'
import { instant } from './instant.ts'

/** Port of Disconnect-Requests (RFC 5176 §2). Some NASes use 1700. */
export const usualDisconnectPort = 3799

const address = z.union([z.ipv4(), z.ipv6()])
const network = z.union([address, z.cidrv4(), z.cidrv6()])
const secret = z.string().check(z.minLength(8), z.maxLength(128))
const port = z.int().check(z.minimum(1), z.maximum(65_535))
const seconds = (least: number) => z.int().check(z.minimum(least), z.maximum(31_536_000))

/** What may name a session in a Disconnect-Request (RFC 5176 §3); the names are the standard's. */
export const disconnectAttributes = [
  'NAS-IP-Address',
  'NAS-IPv6-Address',
  'NAS-Identifier',
  'User-Name',
  'NAS-Port',
  'NAS-Port-Id',
  'NAS-Port-Type',
  'Framed-IP-Address',
  'Framed-Interface-Id',
  'Framed-IPv6-Prefix',
  'Framed-IPv6-Address',
  'Delegated-IPv6-Prefix',
  'Called-Station-Id',
  'Calling-Station-Id',
  'Acct-Session-Id',
  'Acct-Multi-Session-Id',
  'Chargeable-User-Identity',
  'Originating-Line-Info',
  'Vendor-Specific',
] as const

const shared = {
  /** Addresses and networks in CIDR notation that its accounting comes from, IPv4 and IPv6. */
  networks: z.array(network).check(z.minLength(1), z.maxLength(64)),
  /** Packets without a Message-Authenticator are not accepted, in either direction. */
  requiresMessageAuthenticator: z.boolean(),
  /** What tells several NASes of one source apart: what they call themselves, or where their packets come from. */
  nasKnownBy: z.enum(['attributes', 'address']),
  /** Where Disconnect-Requests go; null: it cannot be told from here. */
  disconnectPort: z.nullable(port),
  /** Null: to where the session's accounting comes from. */
  disconnectAddress: z.nullable(address),
  /** Which attributes name a session to it; null: the usual ones. Some NASes want fewer. */
  identifiedBy: z.nullable(z.array(z.enum(disconnectAttributes)).check(z.minLength(1))),
  /** How often it sends Interim-Updates; null: never, so its silence means nothing. */
  interimSeconds: z.nullable(seconds(30)),
  /** So many Interim-Updates in a row may be missed before a session is stale. */
  missedUntilStale: z.int().check(z.minimum(1), z.maximum(100)),
  /** A session that was silent for so long is ended; null: never. */
  endAfterSeconds: z.nullable(seconds(60)),
}

/** A NAS, or a relay with NASes behind it, as it is registered. */
export const radiusSettings = z.strictObject({
  ...shared,
  requiresMessageAuthenticator: z._default(shared.requiresMessageAuthenticator, false),
  nasKnownBy: z._default(shared.nasKnownBy, 'attributes'),
  disconnectPort: z._default(shared.disconnectPort, usualDisconnectPort),
  disconnectAddress: z._default(shared.disconnectAddress, null),
  identifiedBy: z._default(shared.identifiedBy, null),
  interimSeconds: z._default(shared.interimSeconds, 300),
  missedUntilStale: z._default(shared.missedUntilStale, 3),
  endAfterSeconds: z._default(shared.endAfterSeconds, 86_400),
  /** Shared with the NAS, for accounting and for disconnects. It is never shown again. */
  secret,
})
export type RadiusSettings = z.infer<typeof radiusSettings>

/** What is left out stays as it is. With a new secret the one before it is taken in accounting for another day. */
export const radiusChange = z.strictObject({
  networks: z.optional(shared.networks),
  requiresMessageAuthenticator: z.optional(shared.requiresMessageAuthenticator),
  nasKnownBy: z.optional(shared.nasKnownBy),
  disconnectPort: z.optional(shared.disconnectPort),
  disconnectAddress: z.optional(shared.disconnectAddress),
  identifiedBy: z.optional(shared.identifiedBy),
  interimSeconds: z.optional(shared.interimSeconds),
  missedUntilStale: z.optional(shared.missedUntilStale),
  endAfterSeconds: z.optional(shared.endAfterSeconds),
  secret: z.optional(secret),
})
export type RadiusChange = z.infer<typeof radiusChange>

export const radiusView = z.object({
  ...shared,
  secretChangedAt: instant,
  /** The secret before it is taken until then; null: there is none. */
  formerSecretUntil: z.nullable(instant),
})
export type RadiusView = z.infer<typeof radiusView>
