import {
  type Attribute,
  attribute,
  decodePacket,
  judgeAnswer,
  openUdpSocket,
  type Packet,
  packetCodes,
  signRequest,
} from '@curfew/radius'

const kinds = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const
export type Kind = keyof typeof kinds

/** A NAS that tells what the test wants, packet by packet, as strange as that may be. */
export interface TellingNas {
  /** Sends it until it is answered, as NASes do. Each call is a request of its own. */
  tell(kind: Kind, attributes: readonly Attribute[]): Promise<void>
  /** Sends it once; whether an answer comes is seen in `answered`. Resolves with the octets, for who wants to send them again. */
  send(kind: Kind, attributes: readonly Attribute[]): Buffer
  sendAgain(octets: Buffer): void
  /** Authentic answers, repeated ones too. */
  readonly answered: number
  secret: string
  close(): Promise<void>
}

const againMs = 500
const giveUpMs = 30_000

/** @param address what it sends from, and so what it is known by */
export async function aTellingNas(port: number, address: string, secret: string): Promise<TellingNas> {
  const server = { address: address.includes(':') ? '::1' : '127.0.0.1', port }
  const waiting = new Map<number, { readonly request: Packet; readonly key: Buffer; heard: () => void }>()
  let answered = 0
  let count = 0
  const socket = await openUdpSocket({
    address,
    port: 0,
    onError: () => {},
    onDatagram(octets) {
      const answer = decodePacket(octets)
      const asked = answer.ok ? waiting.get(answer.packet.identifier) : undefined
      if (!answer.ok || asked === undefined || answer.packet.code !== packetCodes.accountingResponse) return
      if (judgeAnswer(answer.packet, asked.request, asked.key) !== 'authentic') return
      answered += 1
      asked.heard()
    },
  })

  function compose(kind: Kind, attributes: readonly Attribute[]) {
    count += 1
    const all = [attribute('Acct-Status-Type', kinds[kind]), ...attributes]
    const key = Buffer.from(nas.secret)
    const octets = signRequest({ code: packetCodes.accountingRequest, identifier: count % 256, attributes: all }, key)
    const request = decodePacket(octets)
    if (!request.ok) throw new Error('A NAS composed no packet')
    const asked = { request: request.packet, key, heard: () => {} }
    waiting.set(count % 256, asked)
    return { octets, asked }
  }

  const nas: TellingNas = {
    secret,
    get answered() {
      return answered
    },
    tell(kind, attributes) {
      const { octets, asked } = compose(kind, attributes)
      return new Promise((resolve, reject) => {
        const again = setInterval(() => socket.send(octets, server), againMs)
        const timer = setTimeout(() => done(() => reject(new Error(`${kind} from ${address} got no answer`))), giveUpMs)
        const done = (settle: () => void) => {
          clearInterval(again)
          clearTimeout(timer)
          settle()
        }
        asked.heard = () => done(resolve)
        socket.send(octets, server)
      })
    },
    send(kind, attributes) {
      const { octets } = compose(kind, attributes)
      socket.send(octets, server)
      return octets
    },
    sendAgain: (octets) => socket.send(octets, server),
    close: () => socket.close(),
  }
  return nas
}
