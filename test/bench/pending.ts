import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  createDeliveryLoop,
  type DeliveryPorts,
  type LogoffChannel,
  type NewSession,
  type RegistryStore,
} from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { openSqliteStore } from '@curfew/store'
import { newId } from '../../apps/bff/src/house/new-id.ts'
import type { Table } from './table.ts'

const batchSize = 1_000
const deadNases = 20
const channel = 'radius-disconnect'
/** As long as a mute NAS is waited for, much shortened: the more attempts are made, the more there is to remember. */
const silenceMs = 200

/** So many deliveries wait for NASes that are dead: how much memory it takes to go on trying, and whether the living wait. */
export async function benchPending({ pending = 1_000_000, told = 200 } = {}): Promise<readonly Table[]> {
  const directory = await mkdtemp(join(tmpdir(), 'curfew-bench-'))
  const store = await openSqliteStore({ directory })
  const { ports, heard } = portsOver(store)
  const errors: unknown[] = []
  const loop = createDeliveryLoop(ports, { onError: (error) => errors.push(error) })
  const lateness = () => tellTheLiving(store, heard, loop.wake, told)
  try {
    const alone = await lateness()
    const before = heldMib()
    for (let from = 0; from < pending; from += batchSize)
      await end(store, Array.from({ length: batchSize }, aSession), (index) => `dead-${(from + index) % deadNases}`)
    loop.wake()
    await delay(5_000)
    const beside = await lateness()
    const after = heldMib()
    const waiting = (await store.recipientQueues()).reduce((sum, queue) => sum + queue.waiting, 0)
    if (errors.length > 0) throw errors[0]
    return [
      {
        title: `Telling a NAS while ${pending.toLocaleString('en')} deliveries wait for ${deadNases} dead ones`,
        unit: 'ms',
        rows: [
          { what: 'from stored to told, with nothing else waiting', samples: alone },
          { what: 'from stored to told, beside those that wait', samples: beside },
        ],
        notes: [
          `${waiting.toLocaleString('en')} were waiting at the end. Memory of the process after a collection: ${before} MiB with none, ${after} MiB with all of them.`,
        ],
      },
    ]
  } finally {
    await loop.stop()
    await store.close()
    await rm(directory, { recursive: true })
  }
}

function portsOver(store: RegistryStore) {
  const heard = new Map<string, (at: number) => void>()
  const nases: LogoffChannel = {
    channel,
    atOnce: 4,
    async tell(logoffs) {
      const isDead = logoffs.some(({ delivery }) => delivery.recipient.startsWith('dead-'))
      if (isDead) await delay(silenceMs)
      for (const { delivery } of logoffs) heard.get(delivery.sessionId)?.(performance.now())
      return logoffs.map(() => (isDead ? { to: 'unreachable', cause: 'No answer.' } : { to: 'acknowledged' }))
    },
  }
  const ports: DeliveryPorts = {
    store,
    channels: [nases],
    changes: { announce: () => {} },
    clock: () => new Date(),
  }
  return { ports, heard }
}

function aSession(): NewSession {
  return aNewSession({ id: newId(), kind: 'radius', loggedOnAt: new Date() })
}

async function end(
  store: RegistryStore,
  sessions: readonly NewSession[],
  recipientOf: (index: number) => string,
): Promise<void> {
  await store.register(sessions)
  const at = new Date()
  await store.endSessions({
    ending: 'closure',
    at,
    closureId: null,
    audit: [],
    sessions: sessions.map(({ id }, index) => {
      const recipient = recipientOf(index)
      const delivery = { id: newId(), channel, recipient, recipientName: recipient, nextAttemptAt: at } as const
      return { sessionId: id, status: 'closed', deliveries: [delivery] }
    }),
  })
}

async function tellTheLiving(
  store: RegistryStore,
  heard: Map<string, (at: number) => void>,
  wake: () => void,
  count: number,
): Promise<number[]> {
  const samples: number[] = []
  for (let turn = 0; turn < count; turn += 1) {
    const session = aSession()
    const told = new Promise<number>((resolve) => heard.set(session.id, resolve))
    await end(store, [session], () => 'living')
    const stored = performance.now()
    wake()
    samples.push(Math.max(0, (await told) - stored))
    heard.delete(session.id)
  }
  return samples
}

function heldMib(): number {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / 2 ** 20)
}
