import { disconnectAttributes } from '@curfew/contract'
import { type AttributeName, attributeNumbers } from './dictionary.ts'
import { type Attribute, decodeAttributes, encodeAttributes } from './packet.ts'

/**
 * What a Disconnect-Request may name a session and its NAS by; anything else in it is an error that the NAS has to refuse
 * (RFC 5176 §3). The newer addresses of RFC 6911 and RFC 4818 are here because NASes match on them like on those of RFC 3162.
 */
export const identifyingAttributes = disconnectAttributes satisfies readonly AttributeName[]
export type IdentifyingAttribute = (typeof identifyingAttributes)[number]

/**
 * What is sent when nothing else was chosen for a NAS: what RFC 5176 §3 lists and every NAS that follows it takes. Vendors'
 * own attributes and the newer addresses are refused by some with Unsupported Attribute (401).
 */
export const usualIdentification: readonly IdentifyingAttribute[] = identifyingAttributes.filter(
  (name) =>
    !['Vendor-Specific', 'Framed-IPv6-Address', 'Delegated-IPv6-Prefix', 'Originating-Line-Info'].includes(name),
)

const identifying: ReadonlySet<number> = new Set(identifyingAttributes.map((name) => attributeNumbers[name]))

/**
 * The identifying attributes among the octets of a packet's attributes, as they were on the wire, in base64: to be stored
 * with the session and given back exactly.
 */
export function identificationIn(attributes: Buffer): string {
  return inBase64(read(attributes).filter(({ type }) => identifying.has(type)))
}

/** What `newer` says, and of `older` what `newer` does not say; both as `identificationIn` gives them. */
export function joinIdentification(newer: string, older: string): string {
  if (newer === older || older === '') return newer
  const said = identificationFrom(newer)
  const types = new Set(said.map(({ type }) => type))
  return inBase64([...said, ...identificationFrom(older).filter(({ type }) => !types.has(type))])
}

/** The attributes of a stored identification, only those chosen for this NAS, with their octets untouched. */
export function identificationFrom(
  identification: string,
  chosen: readonly IdentifyingAttribute[] = identifyingAttributes,
): readonly Attribute[] {
  const types = new Set(chosen.map((name) => attributeNumbers[name]))
  return read(Buffer.from(identification, 'base64')).filter(({ type }) => types.has(type))
}

/** Octets that no packet brought, as a damaged row may hold, identify nothing. */
function read(octets: Buffer): readonly Attribute[] {
  const attributes = decodeAttributes(octets)
  return typeof attributes === 'string' ? [] : attributes
}

const inBase64 = (attributes: readonly Attribute[]) => encodeAttributes(attributes).toString('base64')
