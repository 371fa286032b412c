import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { webhookAttemptPage, webhookAttemptView, webhookSecret } from '@curfew/contract'
import { expect, test } from 'vitest'
import { createWebhookSink } from '../../apps/playground/src/webhook-sink.ts'
import { logOnProgram } from '../journeys/program.ts'
import { portOf } from '../port-of.ts'
import { startProduct } from '../product.ts'

const guide = join(import.meta.dirname, '../../docs/connect/webhooks.md')
const run = promisify(execFile)

test('the commands of the guide to webhooks do what it says, one after the other, in one shell', {
  timeout: 120_000,
}, async () => {
  const text = await readFile(guide, 'utf8')
  const commands = Array.from(text.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
  await using product = await startProduct()
  const { token } = await logOnProgram(product)
  const sink = createWebhookSink()
  await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve))
  const cwd = await mkdtemp(join(tmpdir(), 'curfew-guide-'))
  const script = commands.map((command) => `${command}\nprintf '\\n---\\n'\n`).join('')

  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env: {
      ...process.env,
      CURFEW_URL: product.url,
      CURFEW_TOKEN: token,
      SINK_URL: `http://127.0.0.1:${portOf(sink.server)}/in`,
    },
  })

  const created = webhookSecret.parse(JSON.parse(await readFile(join(cwd, 'webhook.json'), 'utf8')))
  await rm(cwd, { recursive: true })
  sink.server.close()
  const [, id, tested, attempts, rotated, retriedAndDeleted] = stdout.split('\n---\n')
  expect(commands).toHaveLength(6)
  expect(id?.trim()).toBe(created.webhook.id)
  // The sink was not told the secret, so it believes nothing.
  expect(webhookAttemptView.parse(JSON.parse(tested ?? ''))).toMatchObject({ outcome: 'refused', status: 401 })
  expect(webhookAttemptPage.parse(JSON.parse(attempts ?? '')).items).toMatchObject([{ type: 'webhook.test' }])
  const next = webhookSecret.parse(JSON.parse(rotated ?? ''))
  expect(next.secret).not.toBe(created.secret)
  expect(next.webhook.formerSecretUntil).not.toBeNull()
  expect(retriedAndDeleted).toMatch(/204$/)
})
