import { type DataType, decodeValue } from './data-type.ts'
import { entryOf } from './dictionary.ts'
import { extendedAttributes } from './extended.ts'
import { nameOfValue } from './named-values.ts'
import type { Attribute } from './packet.ts'
import { textOf } from './text.ts'
import { vendorEntryOf } from './vendor-attributes.ts'
import { vendorNames } from './vendor-names.ts'
import { readVendorSpecific } from './vendor-specific.ts'

/** An attribute as a person reads it. */
export type Described = { readonly name: string; readonly value: string }

/** RFC 6929 §2.3: 241.26 to 246.26 are Vendor-Specific once more. */
const extendedVendorSpecific = 26

/**
 * Attributes by name and printed value, a line for each, in their order; RFC 6929's extended ones come last.
 *
 * Nothing is left out: what no dictionary here names is shown by its number, and what does not fit its type as octets.
 * Passwords and keys are named and not shown.
 */
export function describeAttributes(attributes: readonly Attribute[]): Described[] {
  const short = attributes.filter(({ type }) => type < 241 || type > 246)
  return [...short.flatMap(describeOne), ...describeExtended(attributes)]
}

function describeOne({ type, value }: Attribute): Described[] {
  const [name, dataType] = entryOf(type) ?? [`Attribute ${type}`, 'string' as const]
  return dataType === 'vsa' ? describeVendor(name, value) : [{ name, value: print(name, dataType, value) }]
}

function describeExtended(attributes: readonly Attribute[]): Described[] {
  return extendedAttributes(attributes).flatMap(({ type, extendedType, value }) => {
    const name = `Attribute ${type}.${extendedType}`
    if (extendedType !== extendedVendorSpecific || value.length < 5) return [{ name, value: printOctets(value) }]
    const vendor = vendorName(value.readUInt32BE(0))
    return [{ name: `${vendor} ${type}.26.${value[4]}`, value: printOctets(value.subarray(5)) }]
  })
}

function describeVendor(name: string, value: Buffer): Described[] {
  const read = readVendorSpecific(value)
  if (read === undefined) return [{ name, value: printOctets(value) }]
  if (read.attributes === undefined) return [{ name: vendorName(read.vendor), value: printOctets(read.octets) }]
  return read.attributes.map(({ type, value: octets }) => {
    const fallback = [`${vendorName(read.vendor)} ${type}`, 'string'] as const
    const [known, dataType] = vendorEntryOf(read.vendor, type) ?? fallback
    return { name: known, value: print(known, dataType, octets) }
  })
}

const vendorName = (vendor: number) => vendorNames.get(vendor) ?? `Vendor ${vendor}`

function print(name: string, type: DataType, octets: Buffer): string {
  if (type === 'hidden') return '(hidden)'
  const value = decodeValue(type, octets)
  if (value === undefined || Buffer.isBuffer(value)) return printOctets(octets)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return nameOfValue(name, value) ?? String(value)
  if (typeof value === 'string') return withoutSecret(value)
  if (typeof value === 'bigint') return String(value)
  const tag = value.tag === 0 ? '' : ` (tunnel ${value.tag})`
  const inner = typeof value.value === 'number' ? nameOfValue(name, value.value) : undefined
  return `${inner ?? value.value}${tag}`
}

/** `tunnel-password=abc`, as attributes of pairs may say it, keeps its name and loses its value. */
function withoutSecret(text: string): string {
  return text.replace(/^([^=*]*(?:password|passphrase|secret|psk)[^=*]*[=*]).*$/i, '$1(hidden)')
}

/** Octets that are plain ASCII as text, others in hexadecimal. */
function printOctets(octets: Buffer): string {
  const isPlain = octets.length > 0 && octets.every((octet) => octet >= 0x20 && octet < 0x7f)
  return isPlain ? textOf(octets) : `0x${octets.toString('hex')}`
}
