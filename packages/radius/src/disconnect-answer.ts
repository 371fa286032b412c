import { valueOf } from './attribute.ts'
import { type ErrorCause, errorCauseOf } from './error-cause.ts'
import { decodePacket, packetCodes } from './packet.ts'
import { type Asked, judgeAnswer } from './signature.ts'

/** What the NAS said to a Disconnect-Request. */
export type DisconnectAnswer =
  | { readonly is: 'acknowledged'; readonly errorCause: ErrorCause | null }
  | { readonly is: 'refused'; readonly errorCause: ErrorCause | null }

/** Why a datagram from a NAS is no answer. */
export type StrayReason =
  | 'garbage'
  | 'not-asked'
  | 'other-port'
  | 'coa-code'
  | 'other-code'
  | 'wrong-authenticator'
  | 'wrong-message-authenticator'
  | 'no-message-authenticator'

export type JudgedAnswer =
  | { readonly fits: true; readonly answer: DisconnectAnswer }
  | { readonly fits: false; readonly why: StrayReason }

export type AskedDisconnect = Asked & { readonly secret: Uint8Array; readonly requiresMessageAuthenticator: boolean }

const coaCodes: readonly number[] = [packetCodes.coaAck, packetCodes.coaNak]

/**
 * Whether a datagram is the answer to that request. That it came from the address and port that were asked, whoever received
 * it has made sure of.
 *
 * It counts only as Disconnect-ACK or Disconnect-NAK, with the request's identifier, a Response Authenticator over the
 * request's, and, when there is one, a fitting Message-Authenticator.
 * @see RFC 5176 §2.3, §3.4, §6.1
 */
export function judgeDisconnectAnswer(datagram: Buffer, asked: AskedDisconnect): JudgedAnswer {
  const reading = decodePacket(datagram)
  if (!reading.ok) return { fits: false, why: 'garbage' }
  const { packet } = reading
  const isAck = packet.code === packetCodes.disconnectAck
  if (packet.identifier !== asked.identifier) return { fits: false, why: 'not-asked' }
  if (!isAck && packet.code !== packetCodes.disconnectNak)
    return { fits: false, why: coaCodes.includes(packet.code) ? 'coa-code' : 'other-code' }
  const { secret, requiresMessageAuthenticator } = asked
  const judgement = judgeAnswer(packet, asked, secret, {
    requiresMessageAuthenticator,
    // Who wants Message-Authenticators gets them as the standard has them.
    takesUnboundMessageAuthenticator: !requiresMessageAuthenticator,
  })
  if (judgement === 'malformed-message-authenticator') return { fits: false, why: 'wrong-message-authenticator' }
  if (judgement !== 'authentic') return { fits: false, why: judgement }
  const code = valueOf(packet.attributes, 'Error-Cause')
  const errorCause = code === undefined ? null : errorCauseOf(code)
  return { fits: true, answer: { is: isAck ? 'acknowledged' : 'refused', errorCause } }
}
