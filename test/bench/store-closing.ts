import { allListed, type RegistryStore } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { now } from './store-data.ts'
import type { Table } from './table.ts'

const closed = 10_000
const batchSize = 1_000

/** Freezing and ending 10,000 sessions of a full store, and registering as many again; each on its own sessions. */
export async function benchClosing(store: RegistryStore, rounds: number): Promise<Table> {
  const samples: Record<'freeze' | 'freezeMatching' | 'end' | 'register', number[]> = {
    freeze: [],
    freezeMatching: [],
    end: [],
    register: [],
  }
  for (let round = 0; round < rounds; round += 1) {
    const securityDomain = `bench ${round}`
    const sessions = Array.from({ length: closed }, (_, number) => newcomer(securityDomain, number))
    await timed(samples.register, async () => {
      for (const batch of batchesOf(sessions)) await store.register(batch)
    })
    const actor = { userId: 'bench', firstName: '', lastName: '', sessionId: null }
    const plan = { scope: allListed, actor, now, expiresAt: new Date(now.getTime() + 300_000) }
    const sessionIds = sessions.map(({ id }) => id)
    await timed(samples.freeze, () => store.createPlan({ ...plan, id: `ids ${round}`, selection: { sessionIds } }))
    const filters = [{ field: 'securityDomain', operator: 'equals', value: securityDomain }] as const
    await timed(samples.freezeMatching, () =>
      store.createPlan({ ...plan, id: `matching ${round}`, selection: { filters, except: [] } }),
    )
    await timed(samples.end, () => endAll(store, sessionIds, round))
  }
  return {
    title: `Closing ${closed.toLocaleString('en')} sessions of a full store`,
    unit: 'ms',
    rows: [
      { what: 'freezing them by id', samples: samples.freeze },
      { what: 'freezing them by a search', samples: samples.freezeMatching },
      { what: 'ending them in ten transactions, each with a delivery', samples: samples.end, goal: '≤ 1,000' },
      { what: 'registering them in ten batches', samples: samples.register },
    ],
    notes: ['Through the store as the product opens it, threads and all; `synchronous=FULL`.'],
  }
}

function newcomer(securityDomain: string, number: number) {
  return aNewSession({
    userId: `${securityDomain} ${number}`,
    lastName: `Newcomer ${number % 997}`,
    clientAddress: `172.16.${number % 256}.${number % 251}`,
    securityDomain,
    loggedOnAt: now,
  })
}

async function endAll(store: RegistryStore, sessionIds: readonly string[], round: number): Promise<void> {
  for (const batch of batchesOf(sessionIds))
    await store.endSessions({
      ending: 'closure',
      at: now,
      closureId: null,
      sessions: batch.map((sessionId) => ({
        sessionId,
        status: 'closed',
        deliveries: [
          {
            id: `${round} ${sessionId}`,
            channel: 'event-stream',
            recipient: sessionId,
            recipientName: 'browser',
            nextAttemptAt: now,
          },
        ],
      })),
      audit: [],
    })
}

function batchesOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  )
}

async function timed(samples: number[], work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  await work()
  samples.push(performance.now() - began)
}
