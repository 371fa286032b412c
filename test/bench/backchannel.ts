import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { privateJwk, receiptPage, registerResults, signingAlgorithms, sourceKey, sourceView } from '@curfew/contract'
import { createSigner } from '@curfew/logoff/back-channel'
import { exportJWK, generateKeyPair } from 'jose'
import { close, logOnProgram, type Program } from '../journeys/program.ts'
import { startProduct } from '../product.ts'
import { interleave } from './interleaved.ts'
import { quantile, type Table } from './table.ts'

/** Back-channel logout: whether slow relying parties delay the others, and how fast tokens are signed. */
export async function benchBackChannel({
  posts = 10_000,
  perSecond = 200,
  rounds = 2,
} = {}): Promise<readonly Table[]> {
  return [await telling(posts, perSecond, rounds), await signing()]
}

const relyingParties = 20
const slowOnes = 2
/** Sessions in one closure, each of another relying party. */
const together = 10

type Told = { readonly id: string; readonly isSlow: boolean; readonly sessionIds: readonly string[] }

/** A steady flow of closures through the product as it is started; every post is a receipt, and has its own milliseconds. */
async function telling(posts: number, perSecond: number, rounds: number): Promise<Table> {
  const receivers = fork(join(import.meta.dirname, 'backchannel-receivers.ts'))
  const [fastPort, slowPort] = (await once(receivers, 'message'))[0] as [number, number]
  await using product = await startProduct({ env: { CURFEW_LOG_LEVEL: 'warn' } })
  const ada = await logOnProgram(product)
  const without: number[] = []
  const beside: number[] = []
  const each = Math.ceil(posts / rounds / relyingParties)
  for (let round = 0; round < rounds; round += 1)
    for (const [samples, slow] of [
      [without, 0],
      [beside, slowOnes],
    ] as const) {
      const all: Told[] = []
      for (let turn = 0; turn < relyingParties; turn += 1) {
        const port = turn < slow ? slowPort : fastPort
        all.push(
          await aRelyingParty(ada, product.url, `${round}-${slow}-${turn}`, { port, each, isSlow: turn < slowOnes }),
        )
      }
      samples.push(...(await tellAll(ada, all, perSecond)))
      // What the slow ones were not told is told now, so that it is not tried again beside what is measured next.
      for (const { id } of all.slice(0, slow)) await drain(ada, id, fastPort)
    }
  receivers.disconnect()
  const ratio = quantile(beside, 0.99) / quantile(without, 0.99)
  return {
    title: `Back-channel logout at ${perSecond} posts a second: from stored to answered, of those that are fast`,
    unit: 'ms',
    rows: [
      { what: 'all relying parties are fast', samples: without },
      { what: `${slowOnes} of ${relyingParties} take 10 s`, samples: beside },
    ],
    notes: [
      `p99 beside slow ones : without = ${ratio.toFixed(2)} (goal ≤ 1.2). ${relyingParties} relying parties on loopback, ${rounds} passes of each in turn.`,
    ],
  }
}

async function aRelyingParty(
  ada: Program,
  url: string,
  name: string,
  { port, each, isSlow }: { readonly port: number; readonly each: number; readonly isSlow: boolean },
): Promise<Told> {
  const backChannel = { ...settingsAt(port), audience: name, issuer: 'https://op.example' }
  const wanted = { name: `bench ${name}`, kinds: ['self-service-console'], toldBy: 'back-channel', backChannel }
  const { source, key } = sourceKey.parse(await (await ada.post('/api/sources', wanted)).json())
  const sessions = Array.from({ length: each }, (_, turn) => ({
    handle: `${name}-${turn}`,
    kind: 'self-service-console',
    userId: `user.${name}.${turn}`,
  }))
  const answer = await fetch(`${url}/source/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sessions }),
  })
  const { results } = registerResults.parse(await answer.json())
  return { id: source.id, isSlow, sessionIds: results.flatMap(({ sessionId }) => sessionId ?? []) }
}

const settingsAt = (port: number) => ({ uri: `http://127.0.0.1:${port}/logout`, allowsPrivateAddresses: true })

/** @returns from stored to answered, in milliseconds, of those that are fast with and without the slow ones */
async function tellAll(ada: Program, all: readonly Told[], perSecond: number): Promise<number[]> {
  const orders = Array.from({ length: all[0]?.sessionIds.length ?? 0 }, (_, turn) =>
    Array.from({ length: all.length / together }, (_none, part) =>
      all.slice(part * together, (part + 1) * together).flatMap(({ sessionIds }) => sessionIds[turn] ?? []),
    ),
  ).flat()
  const closureIds: string[] = []
  const began = performance.now()
  for (const [index, sessionIds] of orders.entries()) {
    await pause(Math.max(0, began + (index * together * 1_000) / perSecond - performance.now()))
    closureIds.push((await close(ada, { sessionIds })).id)
  }
  const fast = new Set(all.filter(({ isSlow }) => !isSlow).flatMap(({ sessionIds }) => sessionIds))
  const samples: number[] = []
  for (const closureId of closureIds) samples.push(...(await answeredAfter(ada, closureId, fast)))
  return samples
}

async function answeredAfter(ada: Program, closureId: string, fast: ReadonlySet<string>): Promise<number[]> {
  for (let patience = 0; patience < 300; patience += 1) {
    const answer = await ada.ask(`/api/closures/${closureId}/receipts?limit=100`)
    const mine = receiptPage.parse(await answer.json()).items.filter(({ sessionId }) => fast.has(sessionId))
    const times = mine.flatMap(({ storedAt, acknowledgedAt }) =>
      acknowledgedAt === null ? [] : Date.parse(acknowledgedAt) - Date.parse(storedAt),
    )
    if (times.length === mine.length) return times
    await pause(200)
  }
  throw new Error(`The fast ones of ${closureId} did not answer within a minute.`)
}

async function drain(ada: Program, id: string, port: number): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ backChannel: settingsAt(port) })
  await ada.ask(`/api/sources/${id}`, { method: 'PATCH', headers, body })
  for (let patience = 0; patience < 120; patience += 1) {
    const { queue } = sourceView.parse(await (await ada.post(`/api/sources/${id}/retries`, {})).json())
    if (!queue?.waiting) return
    await pause(500)
  }
  throw new Error('A relying party that was slow is not told, though it is fast now.')
}

const batch = 100

/** One after the other on one thread, as a queue of one relying party signs them; the algorithms in turn. */
async function signing(): Promise<Table> {
  const contenders = await Promise.all(
    signingAlgorithms.map(async (algorithm) => {
      const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
      const sign = await createSigner(privateJwk.parse({ ...(await exportJWK(privateKey)), kid: algorithm }), algorithm)
      const claims = { issuer: 'https://op.example', audience: 'shop', about: { sid: 'a session' }, jti: 'an id' }
      const run = async () => {
        for (let turn = 0; turn < batch; turn += 1) await sign({ ...claims, issuedAt: new Date() })
      }
      return { what: algorithm, run }
    }),
  )
  const rows = await interleave(contenders, 30)
  return {
    title: 'Signing logout tokens',
    unit: 'tokens a second',
    rows: rows.map(({ what, samples }) => ({ what, samples: samples.map((ms) => (batch * 1_000) / ms) })),
    notes: [`Batches of ${batch} one after the other, the algorithms in turn; RSA has 2,048 bits.`],
  }
}
