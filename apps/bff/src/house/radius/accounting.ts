import { createAccountingListener, type Peer } from '@curfew/radius'
import type { ClosingPorts, HeardByAccounting } from '@curfew/registry'
import { type Log, noteFault } from '../../log.ts'
import type { AskedBookkeeping } from './bookkeeping.ts'
import { createIntake } from './intake.ts'
import type { NasTable } from './nas-table.ts'

export type Accounting = {
  readonly heard: () => HeardByAccounting
  stop(): Promise<void>
}

export type AccountingOptions = {
  readonly host: string
  readonly port: number
  readonly ports: ClosingPorts & {
    readonly noteSourceSeen: (sourceId: string, keyId: string, at: Date) => void
  }
  readonly nases: NasTable
  readonly bookkeeping: AskedBookkeeping
  readonly log: Log
}

/** Other nodes register NASes, too; and what a failing store has left is tried again. */
const againMs = 10_000

/**
 * Receive RADIUS accounting: listen, keep what registered NASes say, and answer it then.
 *
 * @throws the system's error when the port cannot be bound
 */
export async function startAccounting({
  host,
  port,
  ports,
  nases,
  bookkeeping,
  log,
}: AccountingOptions): Promise<Accounting> {
  const onError = noteFault(log, 'radius-accounting')
  const intake = createIntake(ports, bookkeeping, onError)
  await nases.refresh()
  const listenOn = (sockets: readonly Peer[]) =>
    createAccountingListener({
      sockets,
      sources: nases.find,
      clock: ports.clock,
      onError,
      onNotice({ address, reason, detail, sinceLastNotice }) {
        log({ event: 'radius-refused', address, reason, detail, count: sinceLastNotice })
      },
      async commit(events) {
        await intake.commit(events)
        const now = ports.clock()
        // A NAS has no key; it is noted under its own name.
        for (const id of new Set(events.map(({ sourceId }) => sourceId))) ports.noteSourceSeen(id, id, now)
      },
    })
  const [first, ...others] = socketsOf(host, port)
  if (!first) throw new Error('There is nothing to listen on')
  const listener = await listenOn([first, ...others]).catch((error: unknown) => {
    if (others.length === 0 || !isFamilyMissing(error)) throw error
    return listenOn([first])
  })
  const since = ports.clock()
  const again = setInterval(() => {
    nases
      .refresh()
      .then(() => intake.finishRestarts())
      .then(() => intake.closeMissed())
      .catch(onError)
  }, againMs)
  again.unref()
  intake
    .finishRestarts()
    .then(() => intake.closeMissed())
    .catch(onError)
  return {
    heard: () => ({
      since,
      listensOn: listener.addresses,
      ...listener.statistics(),
      refusals: listener.refusals(),
    }),
    async stop() {
      clearInterval(again)
      await listener.stop()
    },
  }
}

/** Of both families where HOST means all of this machine or the machine itself, else where it says. */
function socketsOf(host: string, port: number): readonly Peer[] {
  const both = (one: string, other: string) => [one, other].map((address) => ({ address, port }))
  if (host === '0.0.0.0') return both('0.0.0.0', '::')
  if (host === '::') return both('::', '0.0.0.0')
  if (host === '127.0.0.1' || host === 'localhost') return both('127.0.0.1', '::1')
  return host === '::1' ? both('::1', '127.0.0.1') : [{ address: host, port }]
}

/** A machine without IPv6 is one, and no reason not to start. */
function isFamilyMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(String(error.code))
}
