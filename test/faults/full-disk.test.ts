import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problem } from '@curfew/contract'
import { expect, test } from 'vitest'
import { type Program, programWith } from '../journeys/program.ts'
import { addressOf, type Start, spawnCurfew } from './running.ts'
import { type SeededSession, seedSessions } from './seeded-sessions.ts'

test('a full disk fails commands and says so, keeps what was answered, lets people read, and loses nothing', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'curfew-full-'))
  const { browsers, token } = await seedSessions(dataDir, 3)
  const [answered, refused, other] = browsers
  const full = spawnCurfew({ CURFEW_DATA_DIR: dataDir }, { largestFileBytes: 1_500_000 })
  const crowded = programWith(await addressOf(full), token)

  const beforeFull = await close(crowded, await plan(crowded, answered))
  const planned = await plan(crowded, refused)
  const failure = await fillTheDisk(crowded, other)
  const whileFull = await close(crowded, planned)
  const readable = await crowded.ask('/api/sessions')
  await end(full)
  const roomy = spawnCurfew({ CURFEW_DATA_DIR: dataDir })
  const url = await addressOf(roomy)
  const program = programWith(url, token)
  const afterwards = await close(program, planned)

  expect(beforeFull.status).toBe(202)
  expect(failure).toMatchObject({ status: 503, code: 'store-unavailable' })
  expect(failure.detail).toContain('Nothing was changed')
  // A smaller write than the one that failed may still have found room; what was answered holds either way.
  expect([202, 503]).toContain(whileFull.status)
  expect(readable.status).toBe(200)
  expect(afterwards.status).toBe(202)
  const statuses = await Promise.all(browsers.map(({ cookie }) => fetch(`${url}/api/me`, { headers: { cookie } })))
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200])
  await end(roomy)
  await rm(dataDir, { recursive: true })
})

async function plan(program: Program, session: SeededSession | undefined): Promise<string> {
  return (await (await program.post('/api/plans', { sessionIds: [session?.id] })).json()).id
}

const close = (program: Program, planId: string) => program.post('/api/closures', { planId, reason: 'full disk' })

/** Write until a write fails; it is as many as the limit allows. */
async function fillTheDisk(program: Program, session: SeededSession | undefined) {
  for (let writes = 0; writes < 2_000; writes += 1) {
    const answer = await program.post('/api/plans', { sessionIds: [session?.id] })
    const body: unknown = await answer.json()
    if (!answer.ok) return problem.parse(body)
  }
  throw new Error('The disk did not fill up')
}

async function end({ child, ended }: Start) {
  child.kill('SIGTERM')
  await ended
}
