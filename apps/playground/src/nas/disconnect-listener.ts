import {
  attribute,
  decodePacket,
  judgeRequest,
  openUdpSocket,
  type Packet,
  type Peer,
  packetCodes,
  signAnswer,
  valueOf,
} from '@curfew/radius'
import type { Answer } from './disconnect-answer.ts'

export type DisconnectListener = {
  readonly port: number
  /** A restarted NAS remembers no answer. */
  forget(): void
  close(): Promise<void>
}

export type DisconnectListenerOptions = {
  readonly address: string
  /** 0: any that is free. */
  readonly port: number
  readonly secret: Buffer
  /** By the clock of the NAS, which may be wrong. */
  readonly clock: () => Date
  /** Of an authentic and fresh request that was not answered before. */
  readonly answer: (request: Packet) => Answer
  /** What was discarded in silence, and why. */
  readonly onDiscarded: (why: string) => void
}

/** RFC 5176 §6.3. */
const toleranceMs = 300_000
const mostKept = 4_096
const unsupportedExtension = 406

/**
 * Hear Disconnect-Requests as RFC 5176 says: what is not signed with the secret, or is not fresh, is discarded in silence; what
 * is sent again is answered again, and done once; a CoA-Request is refused.
 */
export async function listenForDisconnects(options: DisconnectListenerOptions): Promise<DisconnectListener> {
  const { address, port, secret, clock, answer, onDiscarded } = options
  const kept = new Map<string, Answer>()
  const timers = new Set<NodeJS.Timeout>()
  const onError = (error: Error) => onDiscarded(error.message)
  const elsewhere = await openUdpSocket({ address, port: 0, onDatagram: () => {}, onError })
  const socket = await openUdpSocket({ address, port, onDatagram: hear, onError })

  function hear(octets: Buffer, from: Peer) {
    const reading = decodePacket(octets)
    if (!reading.ok) return onDiscarded(`it is no packet: ${reading.reason}`)
    const why = whyDiscarded(reading.packet)
    if (why !== undefined) return onDiscarded(why)
    if (reading.packet.code === packetCodes.coaRequest) return refuseCoa(reading.packet, from)
    const key = `${from.address} ${from.port} ${octets.subarray(1, 20).toString('base64')}`
    const said = kept.get(key) ?? answer(reading.packet)
    // What was never answered may be, once this NAS is not mute any more.
    if (said.octets !== undefined) kept.set(key, said)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '')
    say(said, from)
  }
  function whyDiscarded(packet: Packet): string | undefined {
    if (packet.code !== packetCodes.disconnectRequest && packet.code !== packetCodes.coaRequest)
      return `its code is ${packet.code}`
    const judgement = judgeRequest(packet, secret)
    if (judgement !== 'authentic') return judgement
    const stamp = valueOf(packet.attributes, 'Event-Timestamp')
    const offMs = stamp === undefined ? 0 : Math.abs(stamp.getTime() - clock().getTime())
    return offMs > toleranceMs ? `its Event-Timestamp is ${Math.round(offMs / 1000)} s off` : undefined
  }
  function refuseCoa(request: Packet, to: Peer) {
    const attributes = [attribute('Error-Cause', unsupportedExtension)]
    socket.send(signAnswer({ code: packetCodes.coaNak, attributes }, request, secret), to)
  }
  function say({ octets, afterMs, fromElsewhere }: Answer, to: Peer) {
    if (octets === undefined) return
    const send = () => (fromElsewhere ? elsewhere : socket).send(octets, to)
    if (afterMs === 0) return send()
    const timer = setTimeout(() => {
      timers.delete(timer)
      send()
    }, afterMs)
    timers.add(timer)
  }

  return {
    port: socket.port,
    forget: () => kept.clear(),
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([socket.close(), elsewhere.close()])
    },
  }
}
