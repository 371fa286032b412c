import { BlockList, isIP } from 'node:net'
import type { Settings } from './settings.ts'

/** Tells whether an address is a proxy of ours. */
export type ByProxies = { readonly includes: (address: string) => boolean; readonly isEmpty: boolean }

const loopback = ['127.0.0.0/8', '::1/128']

/** `CURFEW_TRUST_PROXY`: addresses and networks of the proxies in front, comma between them; `loopback` for this machine. */
export function readProxies(settings: Settings): ByProxies {
  const words = (settings.text('CURFEW_TRUST_PROXY') ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const networks = new BlockList()
  for (const word of words.flatMap((word) => (word === 'loopback' ? loopback : [word]))) {
    if (!addNetwork(networks, word))
      settings.refuse(
        `CURFEW_TRUST_PROXY: "${word}" is no address. Write the proxies' addresses or networks: loopback, 192.0.2.10, 10.0.0.0/8`,
      )
  }
  return {
    isEmpty: words.length === 0,
    includes: (address) => {
      const bare = withoutMapping(address)
      const family = isIP(bare)
      return family !== 0 && networks.check(bare, family === 6 ? 'ipv6' : 'ipv4')
    },
  }
}

/** An IPv4 address that a dual-stack socket reports as `::ffff:192.0.2.1`. */
export const withoutMapping = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

function addNetwork(networks: BlockList, word: string): boolean {
  const [address = '', prefix, ...rest] = word.split('/')
  const family = isIP(address)
  const bits = family === 6 ? 128 : 32
  const length = prefix === undefined ? bits : Number(prefix)
  if (family === 0 || rest.length > 0 || !(Number.isInteger(length) && length >= 0 && length <= bits) || prefix === '')
    return false
  networks.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4')
  return true
}
