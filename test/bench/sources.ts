import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { closureView, sourceKey } from '@curfew/contract'
import { createGuard, type Guard } from '@curfew/guard'
import { logOnProgram, type Program, sessionsOf } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { requestsPerSecond } from './requests.ts'
import { median, type Table } from './table.ts'

const quiet = { env: { CURFEW_LOG_LEVEL: 'warn' } }

/** What a source asks of Curfew: registering, introspection, and the proof across many guards. */
export async function benchSources({
  sessions = 100_000,
  guards = 50,
  closures = 200,
  rounds = 15,
} = {}): Promise<readonly Table[]> {
  await using product = await startProduct(quiet)
  const program = await logOnProgram(product)
  return [
    await registering(product, program, sessions),
    await introspecting(product, program, 4 * rounds),
    await proving(product, program, guards, closures),
  ]
}

async function aSource(program: Program, name: string): Promise<string> {
  const response = await program.post('/api/sources', { name, kinds: ['self-service-console'] })
  return sourceKey.parse(await response.json()).key
}

async function register({ url }: Product, key: string, handles: readonly string[]): Promise<void> {
  const sessions = handles.map((handle, index) => ({
    handle,
    kind: 'self-service-console',
    userId: `user.${handle}`,
    firstName: 'Ada',
    lastName: `Lovelace ${index}`,
    clientAddress: `10.20.${index % 250}.${(index * 7) % 250}`,
  }))
  for (;;) {
    const response = await fetch(`${url}/source/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sessions }),
    })
    if (response.ok) return void (await response.arrayBuffer())
    if (response.status !== 429) throw new Error(`${response.status} ${await response.text()}`)
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)))
  }
}

async function registering(product: Product, program: Program, count: number): Promise<Table> {
  const key = await aSource(program, 'bench-register')
  const samples: number[] = []
  const from = performance.now()
  for (let begin = 0; begin < count; begin += 1_000) {
    const at = performance.now()
    await register(
      product,
      key,
      Array.from({ length: 1_000 }, (_, index) => `r-${begin + index}`),
    )
    samples.push(1_000_000 / (performance.now() - at))
  }
  const all = Math.round((count * 1_000) / (performance.now() - from))
  const notes = [
    `${count.toLocaleString('en')} sessions in ${samples.length} batches one after the other: ${all.toLocaleString('en')} sessions a second.`,
  ]
  return {
    title: 'Registering sessions in batches of 1,000',
    unit: 'sessions a second',
    rows: [{ what: 'one batch, durable, searchable', samples }],
    notes,
  }
}

/** Many short rounds: the machine is faster for a while and then slower, and a pair should see one of the two. */
const briefly = { each: 100 }

async function introspecting({ url }: Product, program: Program, rounds: number): Promise<Table> {
  const key = await aSource(program, 'bench-introspect')
  await register({ url } as Product, key, ['i-0'])
  const child = fork(join(import.meta.dirname, 'hello-server.ts'))
  const [helloPort] = (await once(child, 'message')) as [number]
  const body = 'handle=i-0'
  const request = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const ours: number[] = []
  const hello: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const one = await requestsPerSecond(Number(new URL(url).port), request('/source/introspect'), briefly)
    const other = await requestsPerSecond(helloPort, request('/'), briefly)
    if (round < 0) continue
    ours.push(one)
    hello.push(other)
  }
  child.disconnect()
  const ratio = median(ours.map((rate, round) => rate / (hello[round] ?? Number.NaN)))
  return {
    title: 'Introspection over HTTP',
    unit: 'requests a second',
    rows: [
      { what: 'introspection', samples: ours },
      { what: 'bare node:http that answers as much', samples: hello },
    ],
    notes: [`introspection : bare = ${ratio.toFixed(2)} (goal ≥ 0.5), median of paired rounds; 16 kept connections.`],
  }
}

const warmUps = 20

/** From OK to *refused everywhere*, every guard holding a fresh lease: as the closure itself has it. */
async function proving(product: Product, program: Program, count: number, closures: number): Promise<Table> {
  const key = await aSource(program, 'bench-prove')
  await register(
    product,
    key,
    Array.from({ length: warmUps + closures }, (_, index) => `p-${index}`),
  )
  const guards: Guard[] = Array.from({ length: count }, () => createGuard({ url: product.url, key }))
  await Promise.all(guards.map(async (guard) => void (await guard.decide('p-0'))))
  const sessions = await sessionsOf(program, 'source=equals:bench-prove')
  const samples: number[] = []
  for (const [number, { id }] of sessions.entries()) {
    const plan = (await (await program.post('/api/plans', { sessionIds: [id] })).json()) as { id: string }
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=5' },
      body: JSON.stringify({ planId: plan.id, reason: 'bench' }),
    }
    const { completedAt, refusedEverywhereAt } = closureView.parse(
      await (await program.ask('/api/closures', init)).json(),
    )
    if (number >= warmUps && completedAt !== null && refusedEverywhereAt !== null)
      samples.push(Date.parse(refusedEverywhereAt) - Date.parse(completedAt))
  }
  await Promise.all(guards.map((guard) => guard.close()))
  return {
    title: `From OK to refused everywhere, ${count} guards on fresh leases`,
    unit: 'ms',
    rows: [{ what: 'one session closed', samples, goal: 'p99 ≤ 50' }],
    notes: [
      `${samples.length} of ${closures} closures were proved within the wait; ${warmUps} before them are left out, for until then code is being compiled. All guards share one process with the one that closes.`,
    ],
  }
}
