import type { Source } from './source.ts'

/**
 * One spelling for an address or a network in CIDR notation, so that the same one is known by its text: without the bits
 * that do not count, IPv6 as RFC 5952 writes it, IPv4 out of `::ffff:192.0.2.0/120`, and no length where it is an address.
 *
 * @param text as `radiusSettings` of the contract accepts it
 */
export function canonicalNetwork(text: string): string {
  const [address = '', length] = text.split('/')
  const parsed = address.includes(':') ? ipv6Of(address) : { bits: ipv4Of(address), width: 32 }
  const mapped = parsed.width === 128 && parsed.bits >> 32n === 0xffffn && Number(length ?? 128) >= 96
  const { bits, width } = mapped ? { bits: parsed.bits & 0xffff_ffffn, width: 32 } : parsed
  const counting = Number(length ?? parsed.width) - (mapped ? 96 : 0)
  const rest = BigInt(width - counting)
  const masked = (bits >> rest) << rest
  const written = width === 32 ? ipv4Text(masked) : ipv6Text(masked)
  return counting === width ? written : `${written}/${counting}`
}

/**
 * Which NAS other than this one has one of these networks already: of a packet from there nobody could tell whose it is.
 * A network within another is no conflict: the narrower one has the packet.
 */
export function holderOfNetwork(sources: readonly Source[], networks: readonly string[], exceptId: string) {
  return sources.find(({ id, radius }) => id !== exceptId && radius?.networks.some((one) => networks.includes(one)))
}

const ipv4Of = (text: string) => text.split('.').reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n)

function ipv6Of(text: string): { readonly bits: bigint; readonly width: number } {
  const [before = '', after] = text.split('::')
  const high = groupsOf(before)
  const low = groupsOf(after ?? '')
  const zeros = Array.from({ length: 8 - high.length - low.length }, () => 0n)
  return { bits: [...high, ...zeros, ...low].reduce((bits, group) => (bits << 16n) | group, 0n), width: 128 }
}

/** The 16-bit groups of one half of an address; dotted quads at its end are two of them. */
function groupsOf(half: string): readonly bigint[] {
  if (half === '') return []
  return half.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)]
    const quad = ipv4Of(group)
    return [quad >> 16n, quad & 0xffffn]
  })
}

function ipv4Text(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.')
}

/** The URL standard writes hosts as RFC 5952 does. */
function ipv6Text(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
