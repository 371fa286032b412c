import { createLeaseBook, type LeaseBook } from '../../registry/src/leases.ts'
import { createLease, type Instant, type Lease } from './lease.ts'

/** A world of one Curfew, some guards and a hostile network, in virtual time: the real lease book against real leases. */

export const leaseMs = 1_000
const source = 'portal'

type Guard = {
  /** How fast its clocks run against Curfew's. */
  readonly rate: number
  id: string
  lease: Lease | undefined
  readonly known: Set<number>
  readonly closedHere: Set<number>
  feed: { session: number; position: number }[] | undefined
}
type Message = { readonly deliver: () => void }
type Closed = { readonly position: number; readonly okAt: number; refusedEverywhereAt: number | undefined }

export class World {
  now = 0
  readonly accepts: { session: number; at: number }[] = []
  readonly closures = new Map<number, Closed>()
  /** Breaches of the promise, in words. */
  readonly breaches: string[] = []
  readonly guards: Guard[]
  wire: Message[] = []
  private timers: { at: number; run: () => void }[] = []
  private book: LeaseBook
  private life = 0
  private names = 0

  constructor(rates: readonly number[]) {
    this.guards = rates.map((rate) => ({
      rate,
      id: '',
      lease: undefined,
      known: new Set(),
      closedHere: new Set(),
      feed: undefined,
    }))
    this.book = this.startBook(new Map())
    for (const guard of this.guards) this.startGuard(guard)
  }

  /** Curfew dies and comes back: what is stored stays, what it knew of leases is gone. */
  async restartCurfew() {
    this.wire = []
    this.timers = []
    this.life += 1
    for (const guard of this.guards) guard.feed = undefined
    this.book = this.startBook(new Map([[source, leaseMs]]))
    for (const closed of this.closures.values()) if (closed.refusedEverywhereAt === undefined) this.awaitProof(closed)
    await settle()
  }

  startGuard(guard: Guard) {
    this.names += 1
    Object.assign(guard, { id: `guard-${this.names}`, lease: createLease(this.position), feed: [] })
    guard.known.clear()
    guard.closedHere.clear()
  }

  /** A closure is stored, OK is answered, the feeds that are connected carry it. */
  async close(session: number) {
    if (this.closures.has(session)) return
    const closed: Closed = { position: this.position + 1, okAt: this.now, refusedEverywhereAt: undefined }
    this.closures.set(session, closed)
    for (const guard of this.guards) guard.feed?.push({ session, position: closed.position })
    this.awaitProof(closed)
    await settle()
  }

  /** The next event of a guard's feed arrives. */
  hear(guard: Guard) {
    const event = guard.feed?.shift()
    if (!event || !guard.lease) return
    guard.known.delete(event.session)
    guard.closedHere.add(event.session)
    guard.lease.applied(event.position)
  }

  cutFeed(guard: Guard) {
    guard.feed = undefined
  }

  /** Replay begins after what the guard has applied. */
  reconnect(guard: Guard) {
    const { lease } = guard
    if (guard.feed || !lease) return
    guard.feed = [...this.closures]
      .map(([session, { position }]) => ({ session, position }))
      .filter((event) => event.position > lease.position)
  }

  report(guard: Guard) {
    const { id, lease } = guard
    if (!lease) return
    const sentAt = this.clocks(guard)
    const position = lease.position
    this.send(() => {
      this.book.applied(source, id, position)
      this.book.grant(source, id, leaseMs)
      const grant = { leaseMs, position: this.position }
      this.send(() => guard.id === id && lease.granted(sentAt, grant))
    })
  }

  introspect(guard: Guard, session: number) {
    const { id } = guard
    this.send(() => {
      const active = !this.closures.has(session)
      this.send(() => guard.id === id && active && !guard.closedHere.has(session) && guard.known.add(session))
    })
  }

  /** A report or a question and its answer, with nothing in between. */
  async roundTrip(ask: () => void) {
    ask()
    await this.deliver(this.wire.length - 1)
    await this.deliver(this.wire.length - 1)
  }

  /** A request reaches the guarded application: it is accepted only from memory under a fresh lease. */
  request(guard: Guard, session: number): boolean {
    const isAccepted = guard.known.has(session) && guard.lease !== undefined && guard.lease.isFresh(this.clocks(guard))
    const closed = this.closures.get(session)
    if (isAccepted && closed) {
      if (closed.refusedEverywhereAt !== undefined)
        this.breaches.push(`session ${session} accepted after refused everywhere`)
      if (this.now > closed.okAt + leaseMs)
        this.breaches.push(`session ${session} accepted later than one lease after OK`)
    }
    return isAccepted
  }

  async pass(ms: number) {
    const until = this.now + ms
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.timers.splice(this.timers.indexOf(next), 1)
      this.now = Math.max(this.now, next.at)
      next.run()
      await settle()
    }
    this.now = until
  }

  async deliver(index: number) {
    this.wire.splice(index % Math.max(1, this.wire.length), 1)[0]?.deliver()
    await settle()
  }

  drop(index: number) {
    this.wire.splice(index % Math.max(1, this.wire.length), 1)
  }

  private get position() {
    return this.closures.size
  }

  private clocks(guard: Guard): Instant {
    return { monotonicMs: this.now * guard.rate, wallMs: this.now * guard.rate }
  }

  private send(deliver: () => void) {
    const { life } = this
    this.wire.push({ deliver: () => life === this.life && deliver() })
  }

  private startBook(leases: ReadonlyMap<string, number>): LeaseBook {
    const setTimer = (run: () => void, delayMs: number) => {
      const timer = { at: this.now + delayMs, run }
      this.timers.push(timer)
      return () => {
        this.timers = this.timers.filter((known) => known !== timer)
      }
    }
    return createLeaseBook(() => this.now, setTimer, leases)
  }

  private awaitProof(closed: Closed) {
    const { life } = this
    void this.book.refusedEverywhere(source, closed.position).then(() => {
      if (life === this.life) closed.refusedEverywhereAt = this.now
    })
  }
}

async function settle() {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve()
}
