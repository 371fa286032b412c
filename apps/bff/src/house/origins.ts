import { networkInterfaces } from 'node:os'

const everywhere = new Set(['0.0.0.0', '::'])

/**
 * Every origin that browsers may reach the console under: the public ones when they are configured, else the addresses that
 * are listened on, which for `0.0.0.0` and `::` are all of this machine.
 *
 * @param addresses of this machine's network interfaces
 */
export function originsOf(
  { host, port, isTls, publicUrls }: OriginOptions,
  addresses: readonly string[] = ownAddresses(),
): readonly string[] {
  if (publicUrls.length > 0) return publicUrls.map((url) => url.origin)
  const hosts = everywhere.has(host) ? ['localhost', ...addresses] : isLoopback(host) ? [...loopback, host] : [host]
  return Array.from(new Set(hosts.map((name) => originOf(isTls ? 'https' : 'http', name, port))))
}

export type OriginOptions = {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  readonly publicUrls: readonly URL[]
}

const loopback = ['127.0.0.1', 'localhost', '::1']
const isLoopback = (host: string) => loopback.includes(host) || host.startsWith('127.')

/** As a browser writes it: without the port that the scheme implies. */
const originOf = (scheme: string, host: string, port: number) =>
  new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).flatMap(({ address, scopeid }) => (scopeid ? [] : address)),
  )
