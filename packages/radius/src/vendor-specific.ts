import { decodeAttributes } from './packet.ts'

/** What is in a Vendor-Specific attribute. */
export type VendorSpecific = {
  /** The vendor's IANA enterprise number. */
  readonly vendor: number
  /** Undefined when the vendor did not fill the attribute as RFC 2865 §5.26 recommends; then there is only `octets`. */
  readonly attributes: readonly VendorAttribute[] | undefined
  /** Everything after the vendor's number. */
  readonly octets: Buffer
}
export type VendorAttribute = { readonly type: number; readonly value: Buffer }

/** Octets of type and of length in front of each value, where a vendor does otherwise than RFC 2865 recommends. */
const formats: ReadonlyMap<number, { readonly type: number; readonly length: number }> = new Map([
  [429, { type: 4, length: 0 }],
  [4846, { type: 2, length: 1 }],
  [8164, { type: 2, length: 2 }],
])

/** WiMAX and Telrad put a continuation octet between the length and the value. */
const continued: readonly number[] = [24757, 5323]

/** Read the value of a Vendor-Specific attribute (26, or 241.26 and its like without their type); undefined when it is too short for a vendor. */
export function readVendorSpecific(value: Buffer): VendorSpecific | undefined {
  if (value.length < 4) return undefined
  const vendor = value.readUInt32BE(0)
  const octets = value.subarray(4)
  return { vendor, octets, attributes: readAttributes(vendor, octets) }
}

function readAttributes(vendor: number, octets: Buffer): readonly VendorAttribute[] | undefined {
  if (octets.length === 0 || continued.includes(vendor)) return undefined
  const format = formats.get(vendor)
  if (format !== undefined) return readInFormat(octets, format)
  const attributes = decodeAttributes(octets)
  return typeof attributes === 'string' ? undefined : attributes
}

function readInFormat(
  octets: Buffer,
  { type: typeLength, length: lengthLength }: { readonly type: number; readonly length: number },
): readonly VendorAttribute[] | undefined {
  const headLength = typeLength + lengthLength
  const attributes: VendorAttribute[] = []
  let at = 0
  while (at < octets.length) {
    if (at + headLength > octets.length) return undefined
    const type = octets.readUIntBE(at, typeLength)
    const length = lengthLength === 0 ? octets.length - at : octets.readUIntBE(at + typeLength, lengthLength)
    if (length < headLength || at + length > octets.length) return undefined
    attributes.push({ type, value: octets.subarray(at + headLength, at + length) })
    at += length
  }
  return attributes
}
