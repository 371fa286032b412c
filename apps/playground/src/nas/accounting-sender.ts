import {
  type Attribute,
  attribute,
  decodePacket,
  judgeAnswer,
  openUdpSocket,
  type Peer,
  packetCodes,
  signRequest,
} from '@curfew/radius'

export type AccountingSender = {
  /** Queue a packet; it is sent again until it is answered, or until the sender is closed. */
  send(attributes: readonly Attribute[]): void
  /** How many wait for an answer, those included that were not yet sent. */
  readonly unanswered: number
  close(): Promise<void>
}

export type AccountingSenderOptions = {
  /** What it sends from. */
  readonly address: string
  readonly server: Peer
  /** Read for every packet: a knob may change it. */
  readonly secret: () => Buffer
}

type Waiting = { readonly attributes: readonly Attribute[]; readonly since: number; attempts: number }
type Sent = {
  readonly waiting: Waiting
  readonly octets: Buffer
  readonly secret: Buffer
  readonly timer: NodeJS.Timeout
}

/** So many are on their way at a time; an identifier has one octet. */
const window = 64
const firstWaitMs = 500
const longestWaitMs = 4_000

/**
 * Sends accounting as NASes do. What is sent again has a new identifier, because Acct-Delay-Time has changed (RFC 2866 §5.2);
 * an answer to an earlier sending counts as well as long as its identifier is not used again.
 */
export async function createAccountingSender({
  address,
  server,
  secret,
}: AccountingSenderOptions): Promise<AccountingSender> {
  const queue: Waiting[] = []
  const underWay = new Map<Waiting, Sent>()
  const byIdentifier = new Map<number, Sent>()
  let identifier = 0
  const socket = await openUdpSocket({ address, port: 0, onDatagram: hear, onError: () => {} })

  function hear(octets: Buffer) {
    const reading = decodePacket(octets)
    if (!reading.ok || reading.packet.code !== packetCodes.accountingResponse) return
    const sent = byIdentifier.get(reading.packet.identifier)
    if (sent === undefined) return
    const asked = { identifier: reading.packet.identifier, authenticator: sent.octets.subarray(4, 20) }
    if (judgeAnswer(reading.packet, asked, sent.secret) !== 'authentic') return
    byIdentifier.delete(asked.identifier)
    clearTimeout(underWay.get(sent.waiting)?.timer)
    underWay.delete(sent.waiting)
    sendNext()
  }
  function sendNext() {
    while (underWay.size < window) {
      const waiting = queue.shift()
      if (waiting === undefined) return
      transmit(waiting)
    }
  }
  function transmit(waiting: Waiting) {
    identifier = (identifier + 1) % 256
    const delaySeconds = Math.floor((performance.now() - waiting.since) / 1000)
    const attributes = [...waiting.attributes, attribute('Acct-Delay-Time', delaySeconds)]
    const key = secret()
    const octets = signRequest({ code: packetCodes.accountingRequest, identifier, attributes }, key)
    const waitMs = Math.min(firstWaitMs * 2 ** waiting.attempts, longestWaitMs)
    const sent = { waiting, octets, secret: key, timer: setTimeout(transmit, waitMs, waiting) }
    waiting.attempts += 1
    underWay.set(waiting, sent)
    byIdentifier.set(identifier, sent)
    socket.send(octets, server)
  }

  return {
    send(attributes) {
      queue.push({ attributes, since: performance.now(), attempts: 0 })
      sendNext()
    },
    get unanswered() {
      return queue.length + underWay.size
    },
    close() {
      queue.length = 0
      for (const { timer } of underWay.values()) clearTimeout(timer)
      underWay.clear()
      return socket.close()
    },
  }
}
