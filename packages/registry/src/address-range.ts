/** An address, or all that begin alike: 128 bits, in which IPv4 has its place (RFC 4291 §2.5.5.2). */
export type AddressRange = { readonly bits: bigint; readonly prefix: number }

const all = 128
const ipv4Prefix = 96
const mapped = 0xffffn << 32n

/**
 * Read an address or a network in CIDR notation.
 *
 * @returns null when it is neither, or has bits beyond its prefix
 */
export function parseRange(text: string): AddressRange | null {
  const [address = '', prefixText, more] = text.split('/')
  const isIpv4 = !address.includes(':')
  const bits = isIpv4 ? ipv4Bits(address) : ipv6Bits(address)
  if (bits === null || more !== undefined) return null
  if (prefixText === undefined) return { bits, prefix: all }
  const most = isIpv4 ? 32 : all
  const length = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : most + 1
  if (length > most) return null
  const prefix = isIpv4 ? ipv4Prefix + length : length
  return (bits & hostBits(prefix)) === 0n ? { bits, prefix } : null
}

export function contains(range: AddressRange, address: AddressRange): boolean {
  return address.prefix >= range.prefix && (address.bits ^ range.bits) >> BigInt(all - range.prefix) === 0n
}

/** As a session's client address may name more than one: where its device is, and the address that a NAS gave it inside. */
export function addressesIn(text: string): readonly string[] {
  return text.split(', ').filter((address) => address !== '')
}

/** Whether two sessions come from one place. */
export function shareAddress(one: string, other: string): boolean {
  const others = addressesIn(other)
  return addressesIn(one).some((address) => others.some((another) => sameAddress(address, another)))
}

/** Two ways to write one address are one; what is no address is itself. */
export function sameAddress(one: string, other: string): boolean {
  if (one === other) return true
  const [left, right] = [parseRange(one), parseRange(other)]
  return left !== null && right !== null && left.bits === right.bits && left.prefix === right.prefix
}

function hostBits(prefix: number): bigint {
  return (1n << BigInt(all - prefix)) - 1n
}

function ipv4Bits(text: string): bigint | null {
  const low = quad(text)
  return low === null ? null : mapped | low
}

/** Without leading zeros, which some read as octal. */
function quad(text: string): bigint | null {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256))
    return null
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n)
}

/** A zone (`%eth0`) says through which interface, not who. */
function ipv6Bits(text: string): bigint | null {
  const [bare = ''] = text.split('%')
  const halves = bare.split('::')
  const groups = halves.map((half) => (half === '' ? [] : half.split(':').map(groupBits)))
  const [before = [], after] = groups
  const count = groups.flat().reduce((sum, group) => sum + (group?.length ?? 0), 0)
  if (halves.length > 2 || groups.flat().includes(null)) return null
  if (after === undefined ? count !== 8 : count > 7) return null
  // A dotted quad stands at the end alone.
  if (
    groups
      .flat()
      .slice(0, -1)
      .some((group) => group?.length === 2)
  )
    return null
  if (after?.length === 0 && before.at(-1)?.length === 2) return null
  const zeros = Array.from({ length: 8 - count }, () => 0n)
  const bits = [...before.flatMap((group) => group ?? []), ...zeros, ...(after ?? []).flatMap((group) => group ?? [])]
  return bits.reduce((sum, group) => (sum << 16n) | group, 0n)
}

function groupBits(group: string): readonly bigint[] | null {
  if (/^[0-9a-f]{1,4}$/i.test(group)) return [BigInt(`0x${group}`)]
  const low = group.includes('.') ? quad(group) : null
  return low === null ? null : [low >> 16n, low & 0xffffn]
}
