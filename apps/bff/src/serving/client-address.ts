import { isIP } from 'node:net'
import { type ByProxies, withoutMapping } from '../configuration/proxies.ts'

/**
 * Who is calling: the peer of the socket, unless that is a proxy of ours. Then the rightmost address in
 * `X-Forwarded-For` that is none of ours: everything left of it was written by somebody unknown.
 *
 * @param forwardedFor the header as it came, several of them joined by commas; undefined when there was none
 * @returns an address in text form; empty only when the socket is gone already
 */
export function clientAddressOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: ByProxies,
): string {
  let client = withoutMapping(peer ?? '')
  const hops = (forwardedFor ?? '').split(',').map((hop) => withoutMapping(hop.trim()))
  while (proxies.includes(client)) {
    const before = hops.pop()
    if (before === undefined || isIP(before) === 0) return client
    client = before
  }
  return client
}
