import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Why no connection is made to an address; `null`: one may be made. */
export type Judgement = string | null

const listOf = (...networks: readonly (readonly [string, number])[]) => {
  const list = new BlockList()
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6')
  return list
}

/** Never, whatever a source is allowed: nothing that is to be told of anything is there. */
const never: readonly (readonly [BlockList, string])[] = [
  [listOf(['0.0.0.0', 8], ['::', 128]), 'no address of a machine'],
  [
    // Cloud providers hand out credentials there.
    listOf(['169.254.169.254', 32], ['169.254.170.2', 32], ['100.100.100.200', 32], ['fd00:ec2::254', 128]),
    'a metadata address',
  ],
  [listOf(['224.0.0.0', 4], ['ff00::', 8]), 'a multicast address'],
  [listOf(['240.0.0.0', 4]), 'a reserved address'],
]

/** Only where a source is allowed to be there. */
const nearby: readonly (readonly [BlockList, string])[] = [
  [listOf(['127.0.0.0', 8], ['::1', 128]), 'this machine'],
  [listOf(['169.254.0.0', 16], ['fe80::', 10]), 'a link-local address'],
  [listOf(['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]), 'a private address'],
  [listOf(['fc00::', 7]), 'a private address'],
  [listOf(['100.64.0.0', 10]), "an address of a carrier's own network"],
  [
    listOf(['192.0.0.0', 24], ['192.0.2.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24]),
    'an address for special purposes',
  ],
]

/** IPv6 that goes out to the world is in there; what of it is for special purposes is not (RFC 6890 and its registry). */
const global6 = listOf(['2000::', 3])
const special6 = listOf(['2001::', 23], ['2001:db8::', 32], ['3fff::', 20])

/**
 * Whether a connection may be made to an address.
 *
 * @param address as the resolver gives it; IPv4 in the clothes of IPv6 is judged as the IPv4 that it is
 * @see RFC 6890; OWASP SSRF Prevention Cheat Sheet
 */
export function judgeAddress(address: string, allowsPrivate: boolean): Judgement {
  // A zone says which network card; what is behind it is link-local all the same.
  const [plain = ''] = address.split('%')
  const embedded = isIPv6(plain) ? embeddedIPv4(plain) : null
  if (embedded !== null) return judgeAddress(embedded, allowsPrivate)
  const family = isIPv4(plain) ? 'ipv4' : isIPv6(plain) ? 'ipv6' : null
  if (family === null) return 'no address at all'
  const among = (lists: typeof never) => lists.find(([list]) => list.check(plain, family))?.[1] ?? null
  const forbidden = among(never)
  if (forbidden !== null) return forbidden
  const near = among(nearby)
  if (near !== null) return allowsPrivate ? null : near
  if (family === 'ipv6' && (!global6.check(plain, family) || special6.check(plain, family)))
    return 'an address for special purposes'
  return null
}

/** Of mapped and compatible addresses, of 6to4, and of both prefixes of NAT64; null: there is none in it. */
function embeddedIPv4(address: string): string | null {
  const groups = groupsOf(address)
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0)
  const at = (index: number) => {
    const high = groups[index] ?? 0
    const low = groups[index + 1] ?? 0
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  }
  if (isZero(0, 5) && groups[5] === 0xffff) return at(6)
  if (isZero(0, 4) && groups[4] === 0xffff && groups[5] === 0) return at(6)
  if (isZero(0, 6) && !(groups[6] === 0 && (groups[7] ?? 0) < 2)) return at(6)
  if (groups[0] === 0x64 && groups[1] === 0xff9b) return at(6)
  return groups[0] === 0x2002 ? at(1) : null
}

function groupsOf(address: string): readonly number[] {
  // The tail may be written with dots.
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
  const [head = '', tail] = hex.split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  if (tail === undefined) return read(head)
  const [front, back] = [read(head), read(tail)]
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back]
}
