import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pollAnswer, signalReceiverKey, ssfConfiguration, streamStatus } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aProgram, startHere } from '../../apps/bff/src/curfew.test-kit.ts'

const run = promisify(execFile)
const guide = join(import.meta.dirname, '../../docs/connect/shared-signals.md')

test('the commands of the guide to shared signals do what it says, one after the other, in one shell', async () => {
  const text = await readFile(guide, 'utf8')
  const commands = Array.from(text.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
  await using curfew = await startHere()
  const ada = await aProgram(curfew.address)
  const wanted = { name: 'guide', audience: 'https://receiver.example' }
  const { key, receiver } = signalReceiverKey.parse(await ada.post('/api/signals/receivers', wanted))
  const script = commands.map((command) => `${command}\nprintf '\\n---\\n'\n`).join('')

  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, CURFEW_URL: curfew.address, CURFEW_RECEIVER_KEY: key },
  })

  const [, found, stream, verified, polled, paused, refused] = stdout.split('\n---\n')
  expect(commands).toHaveLength(7)
  expect(ssfConfiguration.parse(JSON.parse(found ?? ''))).toMatchObject({ default_subjects: 'ALL' })
  expect(verified).toBe('')
  // Its one token was the verification event, which was acknowledged with the poll that this is the answer of.
  expect(pollAnswer.parse(JSON.parse(polled ?? '')).sets).toEqual({})
  expect(streamStatus.parse(JSON.parse(paused ?? ''))).toEqual({
    stream_id: stream?.trim(),
    status: 'paused',
    reason: 'Maintenance',
  })
  expect(refused).toMatch(/"err":"invalid_request".*\n400/)
  expect(await ada.get(`/api/signals/receivers/${receiver.id}`)).toMatchObject({
    status: 'paused',
    verification: { state: 'accepted' },
    pendingDeliveries: 0,
  })
})
