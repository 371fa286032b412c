import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { canonicalAddress } from './ip-address.ts'

/** Where a datagram came from. The address is in its one spelling (`canonicalAddress`). */
export type Peer = { readonly address: string; readonly port: number }

export type UdpSocket = Peer & {
  /** `onFailure` is called with the system's own word (`EHOSTUNREACH`) when it cannot leave this machine. */
  send(octets: Buffer, to: Peer, onFailure?: (code: string) => void): void
  /** No datagram arrives after this; those that were sent go out. Closing again, and sending, do nothing. */
  close(): Promise<void>
}

export type UdpOptions = {
  /** The address to bind; its family is the socket's. */
  readonly address: string
  /** 0: any that is free. */
  readonly port: number
  readonly onDatagram: (octets: Buffer, from: Peer) => void
  /** What the system reports apart from sending; the socket goes on. */
  readonly onError: (error: Error) => void
  /** How much may wait in the system while we are busy; the system may grant less. */
  readonly receiveBufferBytes?: number
}

/**
 * Bind a UDP socket.
 *
 * @throws the system's error when it cannot be bound: `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`
 */
export async function openUdpSocket({
  address,
  port,
  onDatagram,
  onError,
  receiveBufferBytes,
}: UdpOptions): Promise<UdpSocket> {
  const family = isIPv6(address) ? 6 : 4
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    ipv6Only: family === 6,
    // Peers are addresses. Looking them up costs a turn of the event loop each, and nothing is gained.
    lookup: (host, _options, callback) => callback(null, host, family),
    ...(receiveBufferBytes === undefined ? {} : { recvBufferSize: receiveBufferBytes }),
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, address, () => {
      socket.off('error', reject)
      resolve()
    })
  })
  socket.on('error', onError)
  socket.on('message', (octets, from) => {
    // The system spells IPv4 in one way only, and this is called for every packet.
    const address = family === 4 ? from.address : (canonicalAddress(from.address) ?? from.address)
    onDatagram(octets, { address, port: from.port })
  })
  const bound = socket.address()
  let isOpen = true
  return {
    address: bound.address,
    port: bound.port,
    send(octets, to, onFailure) {
      if (!isOpen) return
      socket.send(octets, to.port, to.address, (error) => {
        if (error !== null) onFailure?.(codeOf(error))
      })
    },
    close: () =>
      new Promise((resolve) => {
        if (!isOpen) return resolve()
        isOpen = false
        socket.close(() => resolve())
      }),
  }
}

const codeOf = (error: Error) => ('code' in error ? String(error.code) : error.message)
