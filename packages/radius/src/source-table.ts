import { CurfewError } from '@curfew/contract'
import { masked } from './data-type.ts'
import { octetsOfAddress } from './ip-address.ts'

/** A NAS, or a relay with NASes behind it, that may tell us of sessions. */
export type NasSource = {
  /** The registered source's id. */
  readonly id: string
  /** The shared secret first; then, while it is being changed, those that are still accepted. */
  readonly secrets: readonly Buffer[]
  /** Packets without a Message-Authenticator are not accepted. */
  readonly requiresMessageAuthenticator: boolean
  /**
   * What tells the NASes of one source apart. `attributes`: what they call themselves (NAS-Identifier, else their address),
   * which is right for relays and for a source of many addresses. `address`: where the packet came from, for a NAS that
   * does not always call itself the same.
   */
  readonly nasKnownBy: 'attributes' | 'address'
}

/** Which source a packet belongs to, by the address it came from (RFC 2865 §3: the address chooses the secret). */
export type FindSource = (address: string) => NasSource | undefined

type Network = { readonly octets: Buffer; readonly bits: number }

/** Read an address or a network in CIDR notation; undefined when it is neither. */
export function networkOf(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/')
  const octets = octetsOfAddress(address)
  if (octets === undefined || rest.length > 0) return undefined
  const bits = length === undefined ? 8 * octets.length : Number(length)
  const isLength = length === undefined || /^\d{1,3}$/.test(length)
  return isLength && bits <= 8 * octets.length ? { octets: masked(octets, bits), bits } : undefined
}

/**
 * A table of addresses and networks; the narrowest that holds an address wins.
 *
 * @throws CurfewError `invalid-request` when an entry is neither an address nor a network
 */
export function createSourceTable(
  entries: readonly { readonly network: string; readonly source: NasSource }[],
): FindSource {
  const byLength = new Map<string, Map<string, NasSource>>()
  for (const { network, source } of entries) {
    const parsed = networkOf(network)
    if (parsed === undefined) throw new CurfewError('invalid-request', `“${network}” is no address and no network.`)
    const length = `${parsed.octets.length}/${parsed.bits}`
    const networks = byLength.get(length) ?? new Map<string, NasSource>()
    byLength.set(length, networks.set(parsed.octets.toString('latin1'), source))
  }
  const lengths = [...byLength]
    .map(([length, networks]) => ({
      width: Number(length.split('/')[0]),
      bits: Number(length.split('/')[1]),
      networks,
    }))
    .sort((one, other) => other.bits - one.bits)

  return (address) => {
    const octets = octetsOfAddress(address)
    if (octets === undefined) return undefined
    for (const { width, bits, networks } of lengths) {
      if (width !== octets.length) continue
      const source = networks.get(masked(octets, bits).toString('latin1'))
      if (source !== undefined) return source
    }
    return undefined
  }
}
