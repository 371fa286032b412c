import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { logOnProgram, programWith } from '../journeys/program.ts'
import { type Product, startProduct } from '../product.ts'
import { addressOf, spawnCurfew } from './running.ts'
import { type Seeded, seedSessions } from './seeded-sessions.ts'
import { holdStream } from './told-browser.ts'

let product: Product
let seeded: Seeded
beforeAll(async () => {
  product = await startProduct({
    prepare: async (dataDir) => {
      seeded = await seedSessions(dataDir, 22)
    },
  })
})
// Each test stops it, and says what is so at the next start.
beforeEach(() => (product.isRunning ? undefined : product.restart()))
afterAll(() => product.remove())

test('asked to stop with streams open it asks their readers to come back, ends by itself, and knows them at the next start', async () => {
  const browsers = seeded.browsers.slice(0, 20)
  const streams = await Promise.all(browsers.map(({ cookie }) => holdStream(product.url, cookie)))

  const code = await product.stop()
  const logoffs = await Promise.all(streams.map(({ ended }) => ended))
  await product.restart()
  const again = await Promise.all(browsers.map(({ cookie }) => holdStream(product.url, cookie)))

  expect(code).toBe(0)
  expect(logoffs).toEqual(streams.map(() => null))
  const waits = streams.map(({ text }) => Number(/retry: (\d+)\n\n$/.exec(text)?.[1]))
  expect(waits.every((wait) => wait >= 1_000 && wait <= 5_000)).toBe(true)
  expect(new Set(waits).size).toBeGreaterThan(1)
  expect(again).toHaveLength(20)
})

test('what was noted before it stopped is written: activity, and deliveries that are due', async () => {
  const [watched, closed] = seeded.browsers.slice(20)
  const before = await readLastActivity(product, seeded, watched?.id ?? '')
  await fetch(`${product.url}/api/me`, { headers: { cookie: watched?.cookie ?? '' } })
  const program = programWith(product.url, seeded.token)
  const plan = await (await program.post('/api/plans', { sessionIds: [closed?.id] })).json()
  const closure = await (await program.post('/api/closures', { planId: plan.id, reason: 'stop' })).json()

  await product.stop()
  await product.restart()

  expect(await readLastActivity(product, seeded, watched?.id ?? '')).toBeGreaterThan(before)
  const after = await (await programWith(product.url, seeded.token).ask(`/api/closures/${closure.id}`)).json()
  expect(after).toMatchObject({ state: 'done', closed: 1, deliveries: { total: 1 } })
})

test('a client that never finishes its request does not keep it from stopping', async () => {
  const slow = connect(Number(new URL(product.url).port), '127.0.0.1')
  slow.on('error', () => {})
  await once(slow, 'connect')
  slow.write('POST /api/logon HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{')
  await logOnProgram(product)
  const before = product.logs().length

  const code = await product.stop()

  expect(code).toBe(0)
  expect(product.logs().slice(before)).toContain('Ended without waiting any longer for: requests.')
})

test('a second signal ends it at once', async () => {
  await product.stop()
  const again = spawnCurfew({ CURFEW_DATA_DIR: product.dataDir })
  const slow = connect(Number(new URL(await addressOf(again)).port), '127.0.0.1')
  slow.on('error', () => {})
  await once(slow, 'connect')
  slow.write('POST /api/logon HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{')

  again.child.kill('SIGTERM')
  await again.says('"event":"stopping"')
  again.child.kill('SIGINT')
  const code = await again.ended

  expect(code).toBe(130)
})

async function readLastActivity(product: Product, seeded: Seeded, id: string): Promise<number> {
  const answer = await programWith(product.url, seeded.token).ask(`/api/sessions/${id}`)
  const { session } = await answer.json()
  return Date.parse(session.lastActivityAt)
}
