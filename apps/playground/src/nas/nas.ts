import { type Attribute, attribute, type Packet, type Peer, valueOf } from '@curfew/radius'
import { createToldLog, type ToldLog } from '../told.ts'
import { type AccountingSender, createAccountingSender } from './accounting-sender.ts'
import { type Answer, answerDisconnect } from './disconnect-answer.ts'
import { listenForDisconnects } from './disconnect-listener.ts'
import { findSession } from './find-session.ts'
import { type Knobs, usualKnobs } from './knobs.ts'
import { attributesOf, beginSession, countersOf, type NasSession, nameOf } from './nas-session.ts'

export type NasOptions = {
  /** NAS-Identifier. */
  readonly identifier: string
  /** What it sends from and listens on, as `127.0.0.1`; also its NAS-IP-Address. */
  readonly address: string
  /** Shared with the accounting server, for both directions. */
  readonly secret: Buffer
  readonly accounting: Peer
  /** Where it hears Disconnect-Requests; 0: any free port; null: it does not. */
  readonly disconnectPort: number | null
  readonly knobs?: Partial<Knobs>
}

/** A NAS whose users log on and off by hand. It speaks RADIUS as NASes do, or as its knobs want it. */
export type Nas = {
  readonly identifier: string
  readonly disconnectPort: number | null
  readonly sessions: ReadonlyMap<string, NasSession>
  readonly told: ToldLog
  /** Accounting packets that no answer has come to. */
  readonly unanswered: number
  /** Disconnect-Requests that it took for authentic and fresh, repetitions not counted. */
  readonly requests: readonly Packet[]
  knobs: Knobs
  logOn(userName: string): NasSession
  /** The user goes. Nothing happens when the session is not there. */
  logOff(acctSessionId: string): void
  /** An Interim-Update of every session, now. */
  sendInterims(): void
  /** Everybody is off without a Stop, and Accounting-On says why. */
  restart(): void
  close(): Promise<void>
}

const status = { start: 1, stop: 2, interim: 3, on: 7 }
const mostRequestsKept = 10_000
const terminateCause = { userRequest: 1, adminReset: 6 }

/** @throws the system's error when a socket cannot be bound */
export async function createNas(options: NasOptions): Promise<Nas> {
  const { identifier, address, secret, accounting } = options
  const name = { identifier, address, calledStationId: '198.51.100.1' }
  const sessions = new Map<string, NasSession>()
  const told = createToldLog()
  const requests: Packet[] = []
  let count = 0
  let knobs: Knobs = { ...usualKnobs, ...options.knobs }
  const clock = () => new Date(Date.now() + knobs.clockOffsetSeconds * 1000)
  const wrongSecret = Buffer.from('not the secret')
  const sender: AccountingSender = await createAccountingSender({
    address,
    server: accounting,
    secret: () => (knobs.wrongSecret ? wrongSecret : secret),
  })
  const listener =
    options.disconnectPort === null
      ? null
      : await listenForDisconnects({
          address,
          port: options.disconnectPort,
          secret,
          clock,
          answer: answerTo,
          onDiscarded: (why) => told.note(`Discarded a packet: ${why}.`),
        })
  let interims: NodeJS.Timeout | undefined
  setInterims()

  function tell(statusType: number, attributes: readonly Attribute[]) {
    sender.send([attribute('Acct-Status-Type', statusType), ...attributes, attribute('Event-Timestamp', clock())])
  }
  function end(session: NasSession, cause: number) {
    // Two requests may have named it before it was gone.
    if (!sessions.delete(session.acctSessionId)) return
    const counters = countersOf(session, new Date())
    tell(status.stop, [...attributesOf(session, name), ...counters, attribute('Acct-Terminate-Cause', cause)])
  }
  function answerTo(request: Packet): Answer {
    const found = findSession(request.attributes, sessions.values(), name)
    const answer = answerDisconnect(request, found, secret, knobs)
    requests.push(request)
    if (requests.length > mostRequestsKept) requests.shift()
    const who = valueOf(request.attributes, 'User-Name') ?? valueOf(request.attributes, 'Acct-Session-Id') ?? 'somebody'
    told.note(`Disconnect-Request for ${who}: ${answer.words}.`)
    if ('session' in found) {
      if (answer.session === 'vanishes') sessions.delete(found.session.acctSessionId)
      // The answer goes first: so do NASes that end the session when they have agreed to.
      if (answer.session === 'ends') setImmediate(() => end(found.session, terminateCause.adminReset))
    }
    return answer
  }
  function sendInterims() {
    const now = new Date()
    for (const session of sessions.values())
      tell(status.interim, [...attributesOf(session, name), ...countersOf(session, now)])
  }
  function setInterims() {
    clearInterval(interims)
    if (knobs.interimSeconds === 0) return
    interims = setInterval(sendInterims, knobs.interimSeconds * 1000)
    interims.unref()
  }

  return {
    identifier,
    disconnectPort: listener?.port ?? null,
    sessions,
    told,
    requests,
    get unanswered() {
      return sender.unanswered
    },
    get knobs() {
      return knobs
    },
    set knobs(turned) {
      knobs = turned
      setInterims()
    },
    logOn(userName) {
      count += 1
      const session = beginSession(userName, count, new Date())
      sessions.set(session.acctSessionId, session)
      tell(status.start, attributesOf(session, name))
      told.note(`${userName} logged on.`)
      return session
    },
    logOff(acctSessionId) {
      const session = sessions.get(acctSessionId)
      if (session === undefined) return
      end(session, terminateCause.userRequest)
      told.note(`${session.userName} logged off.`)
    },
    sendInterims,
    restart() {
      sessions.clear()
      listener?.forget()
      tell(status.on, nameOf(name))
      told.note('Restarted: everybody is off.')
    },
    async close() {
      clearInterval(interims)
      await Promise.all([sender.close(), listener?.close()])
    },
  }
}
