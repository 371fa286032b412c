import { onTestFinished } from 'vitest'
import { type APeer, aPeer } from './a-peer.test-kit.ts'
import { ATime } from './a-time.test-kit.ts'
import { attribute } from './attribute.ts'
import type { DisconnectNas } from './disconnect-attempt.ts'
import { createDisconnector, type DisconnectorOptions } from './disconnector.ts'
import { identificationIn } from './identification.ts'
import { type Attribute, encodeAttributes, type Packet, packetCodes } from './packet.ts'
import { packetOf } from './packets.test-kit.ts'
import { type SigningOptions, signAnswer } from './signature.ts'
import type { Peer } from './udp-socket.ts'

export const secret = Buffer.from('s3cr3t')

/** A NAS on loopback that answers a request as it is told to: with octets, or with nothing. */
export type ANas = APeer & { readonly nas: DisconnectNas; readonly requests: readonly Packet[] }

export async function aNas(
  answer: (request: Packet, from: Peer, nas: ANas) => Buffer | undefined = () => undefined,
  address?: string,
): Promise<ANas> {
  const requests: Packet[] = []
  const peer = await aPeer((octets, from) => {
    const request = packetOf(octets)
    requests.push(request)
    const answered = answer(request, from, nas)
    if (answered !== undefined) peer.send(answered, from)
  }, address)
  const nas: ANas = { ...peer, requests, nas: { address: peer.address, port: peer.port, secret } }
  return nas
}

export function ack(request: Packet, options: SigningOptions = {}, attributes: readonly Attribute[] = []): Buffer {
  return signAnswer({ code: packetCodes.disconnectAck, attributes }, request, secret, options)
}

export function nak(request: Packet, errorCause?: number): Buffer {
  const attributes = errorCause === undefined ? [] : [attribute('Error-Cause', errorCause)]
  return signAnswer({ code: packetCodes.disconnectNak, attributes }, request, secret)
}

/** A disconnector on loopback with a clock that the test moves; chance is always in the middle. */
export function aDisconnector(options: DisconnectorOptions = {}) {
  const time = new ATime()
  const disconnector = createDisconnector({
    clock: time.clock,
    setTimer: time.setTimer,
    random: () => 0.5,
    bind: { ipv4: '127.0.0.1', ipv6: '::1' },
    ...options,
  })
  onTestFinished(() => disconnector.stop())
  return { time, disconnector }
}

/** What names a session, as accounting left it. */
export function aSession(id: string, more: readonly Attribute[] = []): string {
  return identificationIn(encodeAttributes([attribute('Acct-Session-Id', id), ...more]))
}
