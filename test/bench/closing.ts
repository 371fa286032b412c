import { closureView, planView } from '@curfew/contract'
import { type Seeded, seedSessions } from '../faults/seeded-sessions.ts'
import { type Program, programWith } from '../journeys/program.ts'
import { firstAdministrator, startProduct } from '../product.ts'
import { demandOpenFiles, type HeldStreams, holdStreams, streamRequest } from './held-streams.ts'
import { openFilesLimit } from './machine.ts'
import type { Table } from './table.ts'

/**
 * The product itself with so many browsers connected: one of them is closed, again and again, from the answer OK until the
 * browser has it; then all that are left in one plan.
 */
export async function benchClosing({ streams = 10_000, singles = 300 } = {}): Promise<readonly Table[]> {
  demandOpenFiles(streams + 500, openFilesLimit())
  let seeded: Seeded | undefined
  await using product = await startProduct({
    env: { CURFEW_LOG_LEVEL: 'warn' },
    prepare: async (dataDir) => {
      seeded = await seedSessions(dataDir, streams)
    },
  })
  if (seeded === undefined) throw new Error('Nothing was prepared')
  const program = programWith(product.url, seeded.token)
  const clients = holdStreams()
  try {
    await clients.open(
      Number(new URL(product.url).port),
      seeded.browsers.map(({ cookie }) => streamRequest('/api/events', cookie)),
    )
    const one = await closeOneByOne(
      program,
      clients,
      seeded.browsers.slice(0, singles).map(({ id }) => id),
    )
    const all = await closeTheRest(program, clients, streams - singles)
    return [
      {
        title: `Closing one of ${streams.toLocaleString('en')} connected sessions`,
        unit: 'ms',
        rows: [
          { what: 'from OK to told', samples: one.map(({ told, ok }) => Math.max(0, told - ok)), goal: 'p99 ≤ 100' },
          { what: 'from the order to OK', samples: one.map(({ ok, ordered }) => ok - ordered) },
          { what: 'from the order to told', samples: one.map(({ told, ordered }) => told - ordered) },
        ],
        notes: [
          'The product as it is started, on SQLite, over HTTP; browsers in another process. Told before OK counts as 0.',
        ],
      },
      {
        title: `Closing ${(streams - singles).toLocaleString('en')} connected sessions in one plan`,
        unit: 'ms',
        rows: [
          { what: 'from the order to OK', samples: [all.ok - all.ordered], goal: '≤ 1,000' },
          { what: 'from the order until all are told', samples: [all.told - all.ordered] },
        ],
        notes: ['With the password, which such a plan asks for; its check is part of the time.'],
      },
    ]
  } finally {
    await clients.leave()
  }
}

type Times = { readonly ordered: number; readonly ok: number; readonly told: number }

async function closeOneByOne(program: Program, clients: HeldStreams, ids: readonly string[]): Promise<Times[]> {
  const times: Times[] = []
  for (const id of ids) {
    const planId = await plan(program, { sessionIds: [id] })
    times.push(await order(program, clients, planId, 1))
  }
  return times
}

async function closeTheRest(program: Program, clients: HeldStreams, count: number): Promise<Times> {
  const planId = await plan(program, { matching: { kind: 'security-console' } })
  return order(program, clients, planId, count)
}

async function plan(program: Program, selection: unknown): Promise<string> {
  const answer = await program.post('/api/plans', selection)
  return planView.parse(await answer.json()).id
}

async function order(program: Program, clients: HeldStreams, planId: string, streams: number): Promise<Times> {
  const { arrival } = await clients.expect('event: logoff', streams)
  const ordered = now()
  const { password } = firstAdministrator
  const answer = await program.post('/api/closures', { planId, reason: 'bench', password })
  const ok = now()
  closureView.parse(await answer.json())
  const { lastMs } = await arrival
  return { ordered, ok, told: lastMs }
}

const now = () => performance.timeOrigin + performance.now()
