import { setTimeout as delay } from 'node:timers/promises'
import { closureView, planView, type ReceiptView } from '@curfew/contract'
import { logOnProgram, type Program } from '../journeys/program.ts'
import { firstAdministrator, startProduct } from '../product.ts'
import { freeUdpPort, startNas } from '../vpn.ts'
import type { Row, Table } from './table.ts'

/** Everybody behind all of them is closed in one plan; some of them have died. */
export async function benchDisconnects({ nases = 50, dead = 5, users = 200 } = {}): Promise<readonly Table[]> {
  const port = await freeUdpPort()
  await using product = await startProduct({
    env: { CURFEW_LOG_LEVEL: 'warn', CURFEW_RADIUS_ACCOUNTING_PORT: String(port) },
  })
  const program = await logOnProgram(product)
  const all = await Promise.all(
    Array.from({ length: nases }, (_, index) =>
      startNas(program, port, {
        identifier: `nas-${index}`,
        address: `127.0.0.${index + 1}`,
        knobs: index < dead ? { behaviour: 'mute' } : {},
      }),
    ),
  )
  try {
    for (let user = 0; user < users; user += 1) {
      for (const nas of all) nas.logOn(`user.${user}.${nas.identifier}`)
      await delay(20)
    }
    await until(async () => (await plan(program)).count === nases * users)
    const { id } = await plan(program)
    const { password } = firstAdministrator
    const answer = await program.post('/api/closures', { planId: id, reason: 'bench', password })
    const closure = closureView.parse(await answer.json())
    const okAt = Date.parse(closure.completedAt ?? '')
    const deadIds = new Set(all.slice(0, dead).map(({ identifier }) => identifier))
    const isOfTheLiving = ({ source }: ReceiptView) => !deadIds.has(source)
    await until(async () => {
      const { deliveries } = await closureOf(program, closure.id)
      return deliveries.verified === (nases - dead) * users
    })
    const living = (await receiptsOf(program, closure.id)).filter(isOfTheLiving)
    const since = (pick: (receipt: ReceiptView) => string | null, what: string, goal?: string): Row => ({
      what,
      samples: living.map((receipt) => Math.max(0, Date.parse(pick(receipt) ?? '') - okAt)),
      ...(goal && { goal }),
    })
    return [
      {
        title: `${(nases * users).toLocaleString('en')} disconnects over ${nases} NASes, ${dead} of them dead`,
        unit: 'ms',
        rows: [
          since(({ acknowledgedAt }) => acknowledgedAt, 'from OK to acknowledged', 'p99 ≤ 2,000'),
          since(({ verifiedAt }) => verifiedAt, 'from OK to verified by a Stop'),
        ],
        notes: [
          `${living.length.toLocaleString('en')} sessions are behind the living. Acknowledged before OK counts as 0. All NASes share one process.`,
        ],
      },
    ]
  } finally {
    await Promise.all(all.map((nas) => nas.close()))
  }
}

async function plan(program: Program) {
  const answer = await program.post('/api/plans', { matching: { kind: 'radius' } })
  return planView.parse(await answer.json())
}

async function closureOf(program: Program, id: string) {
  const answer = await program.ask(`/api/closures/${id}`)
  return closureView.parse(await answer.json())
}

async function receiptsOf(program: Program, closureId: string): Promise<ReceiptView[]> {
  const answer = await program.ask(`/api/closures/${closureId}/receipts/export?format=json`)
  return ((await answer.json()) as { receipts: ReceiptView[] }).receipts
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const untilMs = performance.now() + 120_000; performance.now() < untilMs; await delay(500))
    if (await condition()) return
  throw new Error('It did not come about within two minutes')
}
