import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addressOf, type Start, spawnCurfew } from './running.ts'

let dataDir: string
const starts: Start[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'curfew-faults-'))
})
afterEach(async () => {
  for (const { child, ended } of starts.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  await rm(dataDir, { recursive: true })
})

function start(env: Record<string, string> = {}, words: readonly string[] = []): Start {
  const started = spawnCurfew({ CURFEW_DATA_DIR: join(dataDir, 'data'), ...env }, { words })
  starts.push(started)
  return started
}

test('a second process on the same data directory is refused in a sentence, and the first one goes on', async () => {
  const url = await addressOf(start())

  const second = start()

  expect(await second.ended).toBe(1)
  expect(second.printed().err).toContain('Another Curfew is running on the data directory')
  expect(second.printed().err).not.toContain('    at ')
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})

test('a damaged database is refused and left as it is', async () => {
  const first = start()
  await addressOf(first)
  first.child.kill('SIGTERM')
  await first.ended
  const file = join(dataDir, 'data/curfew.sqlite')
  await writeFile(file, (await readFile(file)).fill(0x5a, 0, 4_096))
  const before = await digest(file)

  const second = start()

  expect(await second.ended).toBe(1)
  expect(second.printed().err).toContain('It is damaged')
  expect(await digest(file)).toBe(before)
})

test('a port that is in use is said in a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  const refused = start({ PORT: String(port) })

  expect(await refused.ended).toBe(1)
  expect(refused.printed().err).toContain(`Port ${port} on 127.0.0.1 is in use`)
  other.close()
})

test('a wrong setting is said in a sentence that names it', async () => {
  const refused = start({ PORT: 'eighty', CURFEW_TLS_CERT: 'cert.pem' })

  expect(await refused.ended).toBe(1)
  expect(refused.printed().err).toContain('PORT')
  expect(refused.printed().err).toContain('CURFEW_TLS_KEY')
})

test('made-up data is never opened as real, nor real data as a demo', async () => {
  const demo = start({}, ['--demo', '20'])
  await addressOf(demo)
  demo.child.kill('SIGTERM')
  await demo.ended

  const asReal = start({ CURFEW_DATA_DIR: join(dataDir, 'data-demo') })

  expect(await asReal.ended).toBe(1)
  expect(asReal.printed().err).toContain('made-up sessions of a demo')
  expect(demo.printed().out).toContain('This is a demo with 20 made-up sessions')
})

test('the setup link is printed once, to standard output, and opens the setup once', async () => {
  const started = start()
  const url = await addressOf(started)
  const token = /\/setup#(\S+)/.exec(started.printed().out)?.[1] ?? ''
  const setUp = () =>
    fetch(`${url}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        token,
        userId: 'root',
        firstName: '',
        lastName: '',
        password: 'lantern-Harbour-42-quiet',
      }),
    })

  const first = await setUp()
  const second = await setUp()

  expect([first.status, second.status]).toEqual([200, 409])
  expect(started.printed().out.split(token)).toHaveLength(2)
  expect(started.printed().err).not.toContain(token)
})

const digest = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
