import { readAccounting } from './accounting-event.ts'
import { attribute } from './attribute.ts'
import { describeAttributes } from './description.ts'
import { mutations } from './mutations.ts'
import { decodePacket, encodePacket, packetCodes } from './packet.ts'
import { signRequest } from './signature.ts'

export type DecoderFigures = {
  readonly mutations: number
  readonly read: number
  readonly refused: number
  /** Read, but not written back as the same octets: 0, or the decoder is wrong. */
  readonly unfaithful: number
  readonly seconds: number
  /** Heap in use after a collection, when there is one to be had: in the middle of the run and at its end. */
  readonly heapMidwayBytes: number
  readonly heapAtEndBytes: number
}

/**
 * Throw mutations of real packets at everything that reads: packets, accounting, descriptions. Nothing may throw, and memory
 * must be flat from the middle to the end; run with `--expose-gc` to be exact about that.
 */
export function benchDecoder({ count = 1_000_000, seed = 1 } = {}): DecoderFigures {
  const figures = { read: 0, refused: 0, unfaithful: 0 }
  const beganMs = performance.now()
  let heapMidwayBytes = 0
  let done = 0
  for (const octets of mutations(samplePackets(), count, seed)) {
    judge(octets, figures)
    done += 1
    if (done === Math.ceil(count / 2)) heapMidwayBytes = heapInUse()
  }
  const seconds = (performance.now() - beganMs) / 1000
  return { mutations: count, ...figures, seconds, heapMidwayBytes, heapAtEndBytes: heapInUse() }
}

function judge(octets: Buffer, figures: { read: number; refused: number; unfaithful: number }) {
  const reading = decodePacket(octets)
  if (!reading.ok) {
    figures.refused += 1
    return
  }
  figures.read += 1
  const { packet } = reading
  if (!encodePacket(packet).equals(packet.octets)) figures.unfaithful += 1
  readAccounting(packet, { source: { id: 'bench', nasKnownBy: 'attributes' }, address: '192.0.2.7', receivedAt })
  describeAttributes(packet.attributes)
}

const receivedAt = new Date('2026-03-02T09:00:00.000Z')

function heapInUse(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Accounting as a VPN gateway, an access point and a switch send it, and what we send ourselves. */
export function samplePackets(secret = Buffer.from('bench')): Buffer[] {
  const vpn = [
    attribute('User-Name', 'ada@example.net'),
    attribute('NAS-Identifier', 'vpn-2'),
    attribute('NAS-IP-Address', '192.0.2.7'),
    attribute('Acct-Session-Id', '4D2BB8AC-00000098'),
    attribute('Framed-IP-Address', '10.8.0.6'),
    attribute('Calling-Station-Id', '203.0.113.9'),
    attribute('Class', Buffer.from('0102fffe', 'hex')),
    attribute('Event-Timestamp', receivedAt),
    attribute('Vendor-Specific', Buffer.from('00000009011a636f6e6e6563742d70726f67726573733d43616c6c205570', 'hex')),
  ]
  const wifi = [
    attribute('User-Name', 'grace'),
    attribute('NAS-Identifier', 'ap-17'),
    attribute('NAS-Port-Type', 19),
    attribute('Called-Station-Id', '00-10-A4-23-19-C0:guests'),
    attribute('Calling-Station-Id', '02-00-5E-10-00-01'),
    attribute('Acct-Session-Id', '5e2f/1+a=:b'),
    attribute('Acct-Multi-Session-Id', '5e2f'),
    attribute('Framed-IPv6-Prefix', '2001:db8:42::/64'),
    attribute('Acct-Session-Time', 600),
    attribute('Acct-Input-Octets', 4_000_000_000),
    attribute('Acct-Input-Gigawords', 3),
  ]
  const accounting = (status: number, attributes: typeof vpn) =>
    signRequest(
      {
        code: packetCodes.accountingRequest,
        identifier: status,
        attributes: [attribute('Acct-Status-Type', status), ...attributes],
      },
      secret,
      { withMessageAuthenticator: true },
    )
  return [...[1, 2, 3].flatMap((status) => [accounting(status, vpn), accounting(status, wifi)]), accounting(7, [])]
}
