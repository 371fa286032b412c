import { networkInterfaces } from 'node:os'
import { onTestFinished } from 'vitest'
import { openUdpSocket, type Peer } from './udp-socket.ts'

/** Without it, what is about IPv6 cannot be tried; that is said, not hidden. */
export const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)
if (!hasIpv6) console.info('This machine has no IPv6 loopback: what is about IPv6 is not tried.')

/** A small program at the other end of the network: it sends, and notes what comes. */
export type APeer = Peer & {
  readonly received: { readonly octets: Buffer; readonly from: Peer }[]
  /** The datagram of that number, the first being 0; nothing when it did not come. */
  answer(index: number): Buffer
  send(octets: Buffer, to: Peer): void
  /** Resolves when so many datagrams have come since the beginning. */
  heard(count: number): Promise<void>
}

/**
 * Bind a peer on loopback, closed when the test is over.
 *
 * @param onDatagram also called for each datagram, after it was noted
 */
export async function aPeer(
  onDatagram: (octets: Buffer, from: Peer) => void = () => {},
  address = '127.0.0.1',
): Promise<APeer> {
  const received: { readonly octets: Buffer; readonly from: Peer }[] = []
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  const socket = await openUdpSocket({
    address,
    port: 0,
    receiveBufferBytes: 4 * 1024 * 1024,
    onError: (error) => {
      throw error
    },
    onDatagram: (octets, from) => {
      received.push({ octets, from })
      onDatagram(octets, from)
      for (const one of waiting)
        if (received.length >= one.count) {
          waiting.delete(one)
          one.resolve()
        }
    },
  })
  onTestFinished(() => socket.close())
  return {
    address: socket.address,
    port: socket.port,
    received,
    answer: (index) => received[index]?.octets ?? Buffer.alloc(0),
    send: (octets, to) => socket.send(octets, to),
    heard: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.add({ count, resolve })),
  }
}

/** Wait until something is so, a turn of the event loop at a time; the test's own time limit ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
