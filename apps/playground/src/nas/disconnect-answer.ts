import { randomBytes } from 'node:crypto'
import { attribute, octetsNamed, type Packet, packetCodes, signAnswer } from '@curfew/radius'
import type { Found } from './find-session.ts'
import { behaviours, type Fate, type Knobs, type Says } from './knobs.ts'

export type Answer = {
  /** What goes back; undefined: nothing does. */
  readonly octets: Buffer | undefined
  readonly afterMs: number
  readonly fromElsewhere: boolean
  /** What becomes of the session, if one was found. */
  readonly session: Fate
  /** What was said, for the page. */
  readonly words: string
}

/** What this NAS says to an authentic Disconnect-Request. It says what its knobs make it say also of what it does not know. */
export function answerDisconnect(
  request: Packet,
  found: Found,
  secret: Buffer,
  { behaviour, errorCause, lateSeconds }: Knobs,
): Answer {
  const { says, session } = behaviours[behaviour]
  // RFC 5176 §3.1: a relay gets back what it put in.
  const proxyStates = octetsNamed(request.attributes, 'Proxy-State').map((value) => attribute('Proxy-State', value))
  const sign = (code: number, key = secret, more = proxyStates) =>
    signAnswer({ code, attributes: more }, request, key, { withMessageAuthenticator: true })
  const nak = (cause: number) =>
    sign(packetCodes.disconnectNak, secret, [...(cause === 0 ? [] : [attribute('Error-Cause', cause)]), ...proxyStates])
  const plain = { afterMs: 0, fromElsewhere: false, session }
  const isHonest = says === 'ack' || says === 'late-ack' || says === 'ack-from-elsewhere'
  if (isHonest && 'errorCause' in found)
    return { ...plain, octets: nak(found.errorCause), session: 'stays', words: `NAK ${found.errorCause}` }
  const answers: Record<Says, () => Answer> = {
    ack: () => ({ ...plain, octets: sign(packetCodes.disconnectAck), words: 'ACK' }),
    'late-ack': () => ({
      ...plain,
      octets: sign(packetCodes.disconnectAck),
      afterMs: lateSeconds * 1000,
      words: `ACK after ${lateSeconds} s`,
    }),
    'ack-from-elsewhere': () => ({
      ...plain,
      octets: sign(packetCodes.disconnectAck),
      fromElsewhere: true,
      words: 'ACK from another port',
    }),
    nothing: () => ({ ...plain, octets: undefined, words: 'no answer' }),
    nak: () => ({ ...plain, octets: nak(errorCause), words: errorCause === 0 ? 'NAK' : `NAK ${errorCause}` }),
    'forged-ack': () => ({
      ...plain,
      octets: sign(packetCodes.disconnectAck, Buffer.from('another secret')),
      words: 'ACK with another secret',
    }),
    garbage: () => ({ ...plain, octets: randomBytes(40), words: 'garbage' }),
    'coa-ack': () => ({ ...plain, octets: sign(packetCodes.coaAck), words: 'CoA-ACK' }),
  }
  return answers[says]()
}
