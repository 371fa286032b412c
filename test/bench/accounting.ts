import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { logOnProgram } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { freeUdpPort } from '../vpn.ts'
import type { FromLoad, ToLoad } from './accounting-load.ts'
import { type FreeRadiusOnPostgreSql, startFreeRadiusOnPostgreSql } from './freeradius-postgresql.ts'
import { median, type Table } from './table.ts'

/** RADIUS accounting as the product takes it in: sockets on loopback, SQLite, the load in processes of its own. */
export async function benchAccounting({
  rounds = 7,
  packets = 20_000,
  soakSeconds = 60,
} = {}): Promise<readonly Table[]> {
  const port = await freeUdpPort()
  const secret = randomBytes(16).toString('base64url')
  await using product = await startProduct({
    env: { CURFEW_LOG_LEVEL: 'warn', CURFEW_RADIUS_ACCOUNTING_PORT: String(port) },
  })
  const program = await logOnProgram(product)
  await program.post('/api/nases', { name: 'bench', radius: { networks: ['127.0.0.1'], secret } })
  const accounting = await takingIn({ port, secret, rounds, packets })
  const soak = await soaking({ product, port, secret, seconds: soakSeconds, packetsPerSecond: accounting.rate / 2 })
  return [accounting.table, soak]
}

function aLoad(secret: string) {
  const child = fork(join(import.meta.dirname, 'accounting-load.ts'), [secret])
  return {
    async [Symbol.asyncDispose]() {
      await ended(child)
    },
    async run(order: ToLoad): Promise<FromLoad> {
      child.send(order)
      const [figures] = (await once(child, 'message')) as [FromLoad]
      return figures
    },
  }
}

async function ended(child: ChildProcess) {
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
}

type TakingIn = { readonly port: number; readonly secret: string; readonly rounds: number; readonly packets: number }

async function takingIn({ port, secret, rounds, packets }: TakingIn) {
  await using load = aLoad(secret)
  await using freeRadius = await startFreeRadiusOnPostgreSql(secret)
  const verifying = fork(join(import.meta.dirname, 'verify-only.ts'), [secret])
  const [verifyingPort] = (await once(verifying, 'message')) as [number]
  const durable = aContender('received, durable, then answered', port)
  const verifyOnly = aContender('verified and answered only', verifyingPort)
  const other = 'port' in freeRadius ? aContender(freeRadius.what, freeRadius.port) : undefined
  const contenders = [durable, verifyOnly, ...(other ? [other] : [])]
  for (let round = -1; round < rounds; round += 1)
    for (const contender of contenders) {
      const figures = await load.run({ say: 'burst', port: contender.port, packets, window: 64 })
      contender.unanswered += figures.unanswered
      contender.sessions += figures.sessions
      if (round >= 0) contender.samples.push(figures.answered / figures.seconds)
    }
  await ended(verifying)
  const table: Table = {
    title: 'RADIUS accounting, window 64',
    unit: 'packets a second',
    rows: contenders,
    notes: [
      `durable : verified only = ${ratioOf(durable, verifyOnly)} (goal ≥ 0.5), median of paired rounds; unanswered: ${durable.unanswered} (goal 0).`,
      ...(other && 'port' in freeRadius
        ? [
            `durable : ${other.what} = ${ratioOf(durable, other)} (goal ≥ 4), median of paired rounds; unanswered there: ${other.unanswered}. ${whatItStored(freeRadius, other)}`,
            `${freeRadius.what}: ${freeRadius.settings}.`,
          ]
        : []),
      ...('missing' in freeRadius
        ? [`**Not compared with FreeRADIUS on PostgreSQL.** Missing: ${freeRadius.missing}.`]
        : []),
      'A quarter each are Starts and Stops, half are Interim-Updates.',
    ],
  }
  return { table, rate: median(durable.samples) }
}

type Contender = {
  readonly what: string
  readonly port: number
  readonly samples: number[]
  unanswered: number
  sessions: number
}

const aContender = (what: string, port: number): Contender => ({ what, port, samples: [], unanswered: 0, sessions: 0 })

function ratioOf({ samples }: Contender, { samples: others }: Contender): string {
  return median(samples.map((rate, round) => rate / (others[round] ?? Number.NaN))).toFixed(2)
}

/** @throws Error when something was answered that is not in the database: that would be no comparison */
function whatItStored({ stored }: FreeRadiusOnPostgreSql, { what, unanswered, sessions: sent }: Contender): string {
  const { sessions, ended } = stored()
  const said = `Sent were ${sent.toLocaleString('en')} sessions; its table has ${sessions.toLocaleString('en')}, of which ${ended.toLocaleString('en')} have ended.`
  if (unanswered === 0 && sessions !== sent) throw new Error(`${what} answered what it did not store. ${said}`)
  return said
}

type Soaking = {
  readonly product: Product
  readonly port: number
  readonly secret: string
  readonly seconds: number
  readonly packetsPerSecond: number
}

/** After each of them memory is looked at: SQLite and V8 fill what they may have, and then it stays. */
const soakParts = 4

async function soaking({ product, port, secret, seconds, packetsPerSecond }: Soaking): Promise<Table> {
  await using load = aLoad(secret)
  const rate = Math.round(packetsPerSecond)
  const memory = [await residentMib(product)]
  const parts: FromLoad[] = []
  for (let part = 0; part < soakParts; part += 1) {
    parts.push(await load.run({ say: 'steady', port, packetsPerSecond: rate, seconds: seconds / soakParts }))
    memory.push(await residentMib(product))
  }
  const [answered, unanswered] = (['answered', 'unanswered'] as const).map((what) =>
    parts.reduce((sum, part) => sum + part[what], 0),
  )
  return {
    title: `RADIUS accounting for ${seconds} s at half of that`,
    unit: 'ms',
    rows: [{ what: 'from sending to the answer', samples: parts.flatMap(({ latencies }) => latencies) }],
    notes: [
      `${rate.toLocaleString('en')} packets a second: ${answered?.toLocaleString('en')} answered, ${unanswered} unanswered.`,
      `Resident memory of the product, at the start and after each ${seconds / soakParts} s: ${memory.join(', ')} MiB.`,
    ],
  }
}

async function residentMib({ processId }: Product): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}
