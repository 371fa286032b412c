import type { AccountingEvent } from './accounting-event.ts'
import { type Accepted, takeIn } from './accounting-intake.ts'
import { type AnswerCache, createAnswerCache } from './answer-cache.ts'
import { attributeNumbers } from './dictionary.ts'
import { createFairQueue } from './fair-queue.ts'
import { packetCodes } from './packet.ts'
import { createRefusals, type Refusal, type RefusalNotice, type RefusalReason } from './refusals.ts'
import { signAnswer } from './signature.ts'
import type { FindSource } from './source-table.ts'
import type { Clock } from './timer.ts'
import { openUdpSocket, type Peer, type UdpSocket } from './udp-socket.ts'

export type AccountingListenerOptions = {
  /** What to bind: one for IPv4 and one for IPv6, usually. Port 1813 is accounting's (RFC 2866); 0 takes a free one. */
  readonly sockets: readonly Peer[]
  readonly sources: FindSource
  /**
   * Make the events of a batch durable, in their order; only then are they answered. Rejecting leaves all of them unanswered:
   * their NASes send them again. One batch at a time.
   */
  readonly commit: (events: readonly AccountingEvent[]) => Promise<void>
  /** Something was not answered: for the log, and rare enough for it. */
  readonly onNotice?: (notice: RefusalNotice) => void
  /** What the system reports of a socket; listening goes on. */
  readonly onError?: (error: Error) => void
  readonly clock?: Clock
  readonly limits?: Partial<AccountingLimits>
}

export type AccountingLimits = {
  readonly maxBatch: number
  /** Packets of one address, and of all, that wait for their commit. */
  readonly maxWaitingPerNas: number
  readonly maxWaiting: number
  readonly maxAnswersKept: number
  readonly keepAnswersMs: number
  readonly maxRefusalsKept: number
  readonly noticeEveryMs: number
  readonly maxNotices: number
  readonly receiveBufferBytes: number
}

/** So many batches are handed on before the first of them is committed. */
const maxCommits = 2

const usualLimits: AccountingLimits = {
  maxBatch: 256,
  maxWaitingPerNas: 1_024,
  maxWaiting: 32_768,
  maxAnswersKept: 65_536,
  keepAnswersMs: 30_000,
  maxRefusalsKept: 1_000,
  noticeEveryMs: 60_000,
  maxNotices: 30,
  receiveBufferBytes: 4 * 1024 * 1024,
}

export type AccountingListener = {
  /** What was bound, in the order of `sockets`. */
  readonly addresses: readonly Peer[]
  statistics(): AccountingStatistics
  /** What got no answer, by address and reason, the latest first: for the sources page. */
  refusals(): readonly Refusal[]
  /** Take nothing in any more, answer what is being committed, close. What waits is left to its NAS to send again. */
  stop(): Promise<void>
}

/** Since the listener was created; `waiting` is now. */
export type AccountingStatistics = {
  readonly received: number
  readonly answered: number
  /** Sent again by their NAS: answered from memory, or left to the answer that was coming. */
  readonly duplicates: number
  readonly committedEvents: number
  readonly commits: number
  readonly waiting: number
  /** What got no answer, by reason. */
  readonly refused: Readonly<Record<RefusalReason, number>>
}

type Waiting = Accepted & { readonly request: string; readonly from: Peer; readonly socket: UdpSocket }

const proxyState = attributeNumbers['Proxy-State']

/**
 * Listen for RADIUS accounting: verify, gather, commit, and then answer.
 *
 * While two batches are being committed the next one gathers, one packet from each NAS in turn, so that neither a slow store nor
 * the flood of one NAS delays the others by more than these. Unknown addresses and wrong secrets get no answer.
 *
 * @throws the system's error when a socket cannot be bound; then none is left open
 * @see RFC 2866 §2, §3; RFC 5080 §2.2.2; RFC 5997
 */
export async function createAccountingListener(options: AccountingListenerOptions): Promise<AccountingListener> {
  const { sources, commit, onNotice = () => {}, onError = () => {}, clock = () => new Date() } = options
  const limits = { ...usualLimits, ...options.limits }
  const waiting = createFairQueue<Waiting>({ maxPerLane: limits.maxWaitingPerNas, maxTotal: limits.maxWaiting })
  const answers = createAnswerCache({ maxKept: limits.maxAnswersKept, keepMs: limits.keepAnswersMs, clock })
  const refusals = createRefusals({ clock, onNotice, maxKept: limits.maxRefusalsKept, ...limits })
  const counted = { received: 0, answered: 0, duplicates: 0, committedEvents: 0, commits: 0 }
  let isStopped = false
  const underWay = new Map<Promise<void>, number>()
  let isWoken = false

  const answer = ({ packet, secret, request, from, socket }: Waiting) => {
    const octets = signAnswer(
      {
        code: packetCodes.accountingResponse,
        // RFC 2865 §5.33: a relay gets them back, unchanged and in their order. A Message-Authenticator is left out on
        // purpose: no RFC says how it is computed here, and FreeRADIUS 3 refuses an answer with the obvious one.
        attributes: packet.attributes.filter(({ type }) => type === proxyState),
      },
      packet,
      secret,
    )
    answers.keep(request, octets)
    counted.answered += 1
    socket.send(octets, from)
  }

  const commitBatch = async (batch: readonly Waiting[]) => {
    const events = batch.flatMap(({ event }) => event ?? [])
    try {
      if (events.length > 0) await commit(events)
    } catch (error) {
      for (const { request, from } of batch) {
        answers.forget(request)
        refusals.note(from.address, 'not-stored', error instanceof Error ? error.message : String(error))
      }
      return
    }
    counted.committedEvents += events.length
    counted.commits += 1
    for (const accepted of batch) answer(accepted)
  }

  /** A second one is begun while the first is under way, unless it would be far smaller: it waits for a few more then. */
  const isWorthACommit = () => {
    const [inFirst = 0] = underWay.values()
    return waiting.length > 0 && underWay.size < maxCommits && waiting.length * 2 >= inFirst
  }

  const wake = () => {
    if (isWoken || isStopped || !isWorthACommit()) return
    isWoken = true
    // After everything that the sockets hold now has been read: it belongs to the same batch.
    setImmediate(() => {
      isWoken = false
      if (isStopped) return
      const batch = waiting.take(limits.maxBatch)
      const commit = commitBatch(batch).finally(() => {
        underWay.delete(commit)
        wake()
      })
      underWay.set(commit, batch.length)
      wake()
    })
  }

  const receive = (octets: Buffer, from: Peer, socket: UdpSocket) => {
    if (isStopped) return
    counted.received += 1
    const source = sources(from.address)
    if (source === undefined) return refusals.note(from.address, 'unknown-nas')
    if (!waiting.hasRoom(from.address)) return refusals.note(from.address, 'too-many-waiting')
    const intake = takeIn(octets, { source, address: from.address, receivedAt: clock() })
    if (intake.is === 'refused') return refusals.note(from.address, intake.reason, intake.detail)
    const request = requestKey(from.address, intake.packet.octets)
    if (isDuplicate(answers, request, (known) => socket.send(known, from))) {
      counted.duplicates += 1
      return
    }
    answers.expect(request)
    waiting.add(from.address, { ...intake, request, from, socket })
    wake()
  }

  const sockets = await openAll(options.sockets, receive, onError, limits.receiveBufferBytes)
  return {
    addresses: sockets.map(({ address, port }) => ({ address, port })),
    statistics: () => ({ ...counted, waiting: waiting.length, refused: refusals.totals() }),
    refusals: () => refusals.list(),
    async stop() {
      isStopped = true
      await Promise.all(underWay.keys())
      await Promise.all(sockets.map((socket) => socket.close()))
    },
  }
}

/**
 * The same identifier and authenticator from the same address: the same request, sent again (RFC 5080 §2.2.2). The port is
 * left out: the authenticator is a digest of the contents, and a NAS may come back from another port.
 */
function requestKey(address: string, octets: Buffer): string {
  return `${address} ${octets.toString('latin1', 0, 20)}`
}

function isDuplicate(answers: AnswerCache, request: string, sendAgain: (answer: Buffer) => void): boolean {
  const known = answers.find(request)
  if (known === undefined) return false
  if (known !== 'under-way') sendAgain(known)
  return true
}

/** Bind all of them, or none. */
async function openAll(
  wanted: readonly Peer[],
  receive: (octets: Buffer, from: Peer, socket: UdpSocket) => void,
  onError: (error: Error) => void,
  receiveBufferBytes: number,
): Promise<readonly UdpSocket[]> {
  const opened: UdpSocket[] = []
  try {
    for (const { address, port } of wanted) {
      const socket: UdpSocket = await openUdpSocket({
        address,
        port,
        receiveBufferBytes,
        onError,
        onDatagram: (octets, from) => receive(octets, from, socket),
      })
      opened.push(socket)
    }
  } catch (error) {
    await Promise.all(opened.map((socket) => socket.close()))
    throw error
  }
  return opened
}
