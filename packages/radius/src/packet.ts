import { CurfewError } from '@curfew/contract'

/** RFC 2865 §3, RFC 2866 §4, RFC 5997 §3, RFC 5176 §2.3. */
export const packetCodes = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  statusServer: 12,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
} as const

/** One attribute as it stands in a packet; `value` is at most 253 octets and has no type and no length in front. */
export type Attribute = { readonly type: number; readonly value: Buffer }

/** A packet that was read. Nothing is copied: everything in it is a view of the datagram. */
export type Packet = {
  readonly code: number
  readonly identifier: number
  /** 16 octets. */
  readonly authenticator: Buffer
  readonly attributes: readonly Attribute[]
  /** The whole packet, without what came after its Length. */
  readonly octets: Buffer
}

/** Why a datagram is no RADIUS packet. */
export type PacketFault =
  | 'shorter-than-a-header'
  | 'length-below-20'
  | 'length-above-4096'
  | 'length-beyond-datagram'
  | 'attribute-length-below-2'
  | 'attribute-beyond-packet'

export type Reading =
  | { readonly ok: true; readonly packet: Packet }
  | { readonly ok: false; readonly reason: PacketFault }

export type PacketDraft = {
  readonly code: number
  readonly identifier: number
  /** Left out: 16 zeros, to be signed later. */
  readonly authenticator?: Uint8Array
  readonly attributes: readonly Attribute[]
}

export const headerLength = 20
export const maxPacketLength = 4096
export const maxValueLength = 253

/**
 * Read a datagram. It never throws: what is not a packet is answered with the reason, and RFC 2865 §3 wants it discarded
 * in silence.
 *
 * Octets after Length are padding and ignored (RFC 2865 §3). Unknown codes and types are kept as they are. An attribute
 * without a value is kept, too: some NASes send them, and nothing here trusts a length.
 */
export function decodePacket(datagram: Uint8Array): Reading {
  const octets = asBuffer(datagram)
  if (octets.length < headerLength) return { ok: false, reason: 'shorter-than-a-header' }
  const length = octets.readUInt16BE(2)
  if (length < headerLength) return { ok: false, reason: 'length-below-20' }
  if (length > maxPacketLength) return { ok: false, reason: 'length-above-4096' }
  if (length > octets.length) return { ok: false, reason: 'length-beyond-datagram' }
  const attributes = decodeAttributes(octets, headerLength, length)
  if (typeof attributes === 'string') return { ok: false, reason: attributes }
  const packet = {
    code: octets.readUInt8(0),
    identifier: octets.readUInt8(1),
    authenticator: octets.subarray(4, headerLength),
    attributes,
    octets: length === octets.length ? octets : octets.subarray(0, length),
  }
  return { ok: true, packet }
}

/** Read attributes that stand one after the other, from `from` up to `end`, both in octets. */
export function decodeAttributes(octets: Buffer, from = 0, end = octets.length): Attribute[] | PacketFault {
  const attributes: Attribute[] = []
  let at = from
  while (at < end) {
    const length = at + 1 < end ? (octets[at + 1] ?? 0) : 0
    if (length < 2) return 'attribute-length-below-2'
    if (at + length > end) return 'attribute-beyond-packet'
    attributes.push({ type: octets[at] ?? 0, value: octets.subarray(at + 2, at + length) })
    at += length
  }
  return attributes
}

/**
 * Write a packet, unsigned.
 *
 * @throws CurfewError `internal` when a value is longer than 253 octets or the packet longer than 4096: whoever composed
 * it was to know
 */
export function encodePacket({ code, identifier, authenticator, attributes }: PacketDraft): Buffer {
  const length = headerLength + lengthOf(attributes)
  if (length > maxPacketLength)
    throw new CurfewError('internal', `A RADIUS packet of ${length} octets was composed; 4096 is the limit.`)
  const octets = Buffer.alloc(length)
  octets.writeUInt8(code, 0)
  octets.writeUInt8(identifier, 1)
  octets.writeUInt16BE(length, 2)
  if (authenticator !== undefined) octets.set(authenticator, 4)
  writeAttributes(octets, headerLength, attributes)
  return octets
}

/** Write attributes one after the other, as they stand in a packet. */
export function encodeAttributes(attributes: readonly Attribute[]): Buffer {
  const octets = Buffer.alloc(lengthOf(attributes))
  writeAttributes(octets, 0, attributes)
  return octets
}

/** How many octets these attributes take in a packet. */
export function lengthOf(attributes: readonly Attribute[]): number {
  let length = 0
  for (const { value } of attributes) length += 2 + value.length
  return length
}

function writeAttributes(octets: Buffer, from: number, attributes: readonly Attribute[]) {
  let at = from
  for (const { type, value } of attributes) {
    if (value.length > maxValueLength)
      throw new CurfewError('internal', `A RADIUS attribute of ${value.length} octets was composed; 253 is the limit.`)
    octets[at] = type
    octets[at + 1] = value.length + 2
    octets.set(value, at + 2)
    at += value.length + 2
  }
}

/** The same octets with Buffer's readers on them. */
function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
}
