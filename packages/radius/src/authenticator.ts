import { hash, timingSafeEqual } from 'node:crypto'
import { maxPacketLength } from './packet.ts'

const authenticatorLength = 16
export const noAuthenticator = Buffer.alloc(authenticatorLength)
const authenticatorAt = 4

/** What MD5 digests at a time. */
const blockLength = 64
/** Packets are digested one at a time, so one place to put them together in serves all of them. */
let workplace = Buffer.alloc(maxPacketLength + 256)
const outer = Buffer.alloc(blockLength + authenticatorLength)

/**
 * The Request Authenticator of Accounting-Request, Disconnect-Request and CoA-Request: MD5 over the packet with zeros in
 * its place, then the secret. 16 octets.
 * @see RFC 2866 §3, RFC 5176 §2.3
 */
export function requestAuthenticatorOf(octets: Buffer, secret: Uint8Array): Buffer {
  return digest(octets, noAuthenticator, secret)
}

/**
 * The Response Authenticator of any answer: MD5 over the packet with the request's authenticator in its place, then the
 * secret. 16 octets.
 * @see RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3
 */
export function responseAuthenticatorOf(octets: Buffer, requestAuthenticator: Buffer, secret: Uint8Array): Buffer {
  return digest(octets, requestAuthenticator, secret)
}

/**
 * The value of Message-Authenticator: HMAC-MD5 over the packet, keyed with the secret, with 16 zeros as its own value and
 * `authenticator` in the header. 16 octets.
 *
 * `authenticator` is the packet's own in Access-Request and Status-Server; 16 zeros in requests whose authenticator is a
 * digest itself, and is computed after this one; in answers that of the request.
 * @param valueAt where in `octets` the attribute's value begins
 * @see RFC 2869 §5.14, RFC 3579 §3.2, RFC 5176 §3.4, RFC 5997 §3
 */
export function messageAuthenticatorOf(
  octets: Buffer,
  valueAt: number,
  authenticator: Buffer,
  secret: Uint8Array,
): Buffer {
  const place = roomFor(blockLength + octets.length)
  octets.copy(place, blockLength)
  authenticator.copy(place, blockLength + authenticatorAt)
  noAuthenticator.copy(place, blockLength + valueAt)
  const key = secret.length > blockLength ? hash('md5', secret, 'buffer') : secret
  pad(place, key, 0x36)
  hash('md5', place, 'buffer').copy(outer, blockLength)
  pad(outer, key, 0x5c)
  return hash('md5', outer, 'buffer')
}

/** The key of an HMAC (RFC 2104), as it goes before what is digested. Node's own HMAC makes objects for each one, which are slow to let go of. */
function pad(place: Buffer, key: Uint8Array, octet: number) {
  place.fill(octet, 0, blockLength)
  for (const [index, keyOctet] of key.entries()) place[index] = octet ^ keyOctet
}

/** Compare two authenticators in a time that does not tell where they differ. */
export function isSameAuthenticator(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

function digest(octets: Buffer, authenticator: Buffer, secret: Uint8Array): Buffer {
  const place = roomFor(octets.length + secret.length)
  octets.copy(place)
  authenticator.copy(place, authenticatorAt)
  place.set(secret, octets.length)
  return hash('md5', place, 'buffer')
}

function roomFor(length: number): Buffer {
  if (workplace.length < length) workplace = Buffer.alloc(length)
  return workplace.subarray(0, length)
}
