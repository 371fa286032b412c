import { isIP } from 'node:net'

/** 4 octets of IPv4 as `192.0.2.1`; undefined for any other length. */
export function ipv4Text(octets: Buffer): string | undefined {
  return octets.length === 4 ? `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}` : undefined
}

/** 16 octets of IPv6 in the one spelling of RFC 5952; undefined for any other length. */
export function ipv6Text(octets: Buffer): string | undefined {
  if (octets.length !== 16) return undefined
  const groups = Array.from({ length: 8 }, (_, index) => octets.readUInt16BE(2 * index).toString(16))
  const zeros = longestZeros(groups)
  if (zeros.length < 2) return groups.join(':')
  return `${groups.slice(0, zeros.from).join(':')}::${groups.slice(zeros.from + zeros.length).join(':')}`
}

/** The first of the longest runs of zero groups: the one that `::` stands for (RFC 5952 §4.2). */
function longestZeros(groups: readonly string[]): { readonly from: number; readonly length: number } {
  let longest = { from: 0, length: 0 }
  for (let from = 0; from < groups.length; from += 1) {
    let length = 0
    while (groups[from + length] === '0') length += 1
    if (length > longest.length) longest = { from, length }
  }
  return longest
}

/** 4 or 16 octets of an address as it is written; undefined when it is none. A zone (`%eth0`) is left out. */
export function octetsOfAddress(text: string): Buffer | undefined {
  const [bare = ''] = text.split('%')
  const family = isIP(bare)
  if (family === 4) return Buffer.from(bare.split('.').map(Number))
  return family === 6 ? ipv6Octets(bare) : undefined
}

function ipv6Octets(text: string): Buffer {
  const [before = [], after] = text.split('::').map(groupsOf)
  const zeros = after === undefined ? 0 : 8 - before.length - after.length
  const octets = Buffer.alloc(16)
  for (const [index, group] of [...before, ...Array.from({ length: zeros }, () => 0), ...(after ?? [])].entries())
    octets.writeUInt16BE(group, 2 * index)
  return octets
}

/** The 16-bit groups of one half of an IPv6 address; dotted quads at its end are two of them. */
function groupsOf(half: string): readonly number[] {
  if (half === '') return []
  return half.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const quad = Buffer.from(group.split('.').map(Number))
    return [quad.readUInt16BE(0), quad.readUInt16BE(2)]
  })
}

/**
 * One spelling for one address, so that it can be a key: RFC 5952, IPv4 out of `::ffff:192.0.2.1`, the zone kept.
 * Undefined when the text is no address.
 */
export function canonicalAddress(text: string): string | undefined {
  const octets = octetsOfAddress(text)
  if (octets === undefined) return undefined
  const zone = text.includes('%') ? text.slice(text.indexOf('%')) : ''
  return octets.length === 4 ? ipv4Text(octets) : (mappedIpv4(octets) ?? `${ipv6Text(octets)}${zone}`)
}

/** RFC 4291 §2.5.5.2: how a socket for both families writes an IPv4 peer. */
function mappedIpv4(octets: Buffer): string | undefined {
  const isMapped = octets.readUInt32BE(8) === 0xffff && octets.readBigUInt64BE(0) === 0n
  return isMapped ? ipv4Text(octets.subarray(12)) : undefined
}
