import {
  isSameAuthenticator,
  messageAuthenticatorOf,
  noAuthenticator,
  requestAuthenticatorOf,
  responseAuthenticatorOf,
} from './authenticator.ts'
import { attributeNumbers } from './dictionary.ts'
import { type Attribute, encodePacket, headerLength, type Packet, packetCodes } from './packet.ts'

/** What a packet's signatures say about it. Everything but `authentic` is discarded in silence. */
export type Judgement =
  | 'authentic'
  | 'wrong-authenticator'
  | 'wrong-message-authenticator'
  | 'no-message-authenticator'
  | 'malformed-message-authenticator'

export type SigningOptions = {
  /** Put a Message-Authenticator in front of the other attributes. Give none among these. */
  readonly withMessageAuthenticator?: boolean
}
export type JudgingOptions = {
  readonly requiresMessageAuthenticator?: boolean
  /**
   * In an answer, take a Message-Authenticator over zeros as well. FreeRADIUS 3 signs what it passes back of a
   * Disconnect-Request so, and not over the request's authenticator (RFC 5176 §3.4). It proves the secret; what binds the answer
   * to the request is the Response Authenticator.
   */
  readonly takesUnboundMessageAuthenticator?: boolean
}

/** What of a request its answer is bound to. */
export type Asked = Pick<Packet, 'identifier' | 'authenticator'>

const messageAuthenticator = attributeNumbers['Message-Authenticator']
const emptyMessageAuthenticator: Attribute = { type: messageAuthenticator, value: noAuthenticator }

/**
 * A request whose authenticator is a digest (Accounting-Request, Disconnect-Request, CoA-Request), ready to be sent.
 * Message-Authenticator is computed first, over an authenticator of zeros (RFC 5176 §3.4).
 */
export function signRequest(
  draft: { readonly code: number; readonly identifier: number; readonly attributes: readonly Attribute[] },
  secret: Uint8Array,
  options: SigningOptions = {},
): Buffer {
  const octets = encodeUnsigned(draft, options)
  if (options.withMessageAuthenticator === true) insertMessageAuthenticator(octets, noAuthenticator, secret)
  requestAuthenticatorOf(octets, secret).copy(octets, 4)
  return octets
}

/** An answer to `asked`, ready to be sent. */
export function signAnswer(
  draft: { readonly code: number; readonly attributes: readonly Attribute[] },
  asked: Asked,
  secret: Uint8Array,
  options: SigningOptions = {},
): Buffer {
  const octets = encodeUnsigned({ ...draft, identifier: asked.identifier }, options)
  if (options.withMessageAuthenticator === true) insertMessageAuthenticator(octets, asked.authenticator, secret)
  responseAuthenticatorOf(octets, asked.authenticator, secret).copy(octets, 4)
  return octets
}

/**
 * Whether whoever sent this request knows the secret.
 *
 * The authenticator of Access-Request and Status-Server is a random number: they are known by their Message-Authenticator
 * alone, and are not authentic without one (RFC 5997 §3, RFC 5080 §2.2.2).
 */
export function judgeRequest(packet: Packet, secret: Uint8Array, options: JudgingOptions = {}): Judgement {
  const isRandom = packet.code === packetCodes.statusServer || packet.code === packetCodes.accessRequest
  const expected = isRandom ? packet.authenticator : requestAuthenticatorOf(packet.octets, secret)
  if (!isSameAuthenticator(packet.authenticator, expected)) return 'wrong-authenticator'
  return judgeMessageAuthenticator(packet, isRandom ? packet.authenticator : noAuthenticator, secret, {
    requiresMessageAuthenticator: isRandom || options.requiresMessageAuthenticator === true,
  })
}

/** Whether this answers that request, and whoever sent it knows the secret. */
export function judgeAnswer(packet: Packet, asked: Asked, secret: Uint8Array, options: JudgingOptions = {}): Judgement {
  const expected = responseAuthenticatorOf(packet.octets, asked.authenticator, secret)
  const isBound = packet.identifier === asked.identifier && isSameAuthenticator(packet.authenticator, expected)
  return isBound ? judgeMessageAuthenticator(packet, asked.authenticator, secret, options) : 'wrong-authenticator'
}

function judgeMessageAuthenticator(
  { attributes, octets }: Packet,
  authenticator: Buffer,
  secret: Uint8Array,
  { requiresMessageAuthenticator = false, takesUnboundMessageAuthenticator = false }: JudgingOptions,
): Judgement {
  const found = attributes.find(({ type }) => type === messageAuthenticator)
  if (found === undefined) return requiresMessageAuthenticator ? 'no-message-authenticator' : 'authentic'
  const isOne = attributes.every((attribute) => attribute === found || attribute.type !== messageAuthenticator)
  if (!isOne || found.value.length !== noAuthenticator.length) return 'malformed-message-authenticator'
  // The value is a view of the packet: where it lies says where it is.
  const valueAt = found.value.byteOffset - octets.byteOffset
  const bound = [authenticator, ...(takesUnboundMessageAuthenticator ? [noAuthenticator] : [])]
  const isRight = bound.some((one) =>
    isSameAuthenticator(found.value, messageAuthenticatorOf(octets, valueAt, one, secret)),
  )
  return isRight ? 'authentic' : 'wrong-message-authenticator'
}

function encodeUnsigned(
  { attributes, ...draft }: { code: number; identifier: number; attributes: readonly Attribute[] },
  { withMessageAuthenticator = false }: SigningOptions,
): Buffer {
  return encodePacket({
    ...draft,
    attributes: withMessageAuthenticator ? [emptyMessageAuthenticator, ...attributes] : attributes,
  })
}

function insertMessageAuthenticator(octets: Buffer, authenticator: Buffer, secret: Uint8Array) {
  const valueAt = headerLength + 2
  messageAuthenticatorOf(octets, valueAt, authenticator, secret).copy(octets, valueAt)
}
