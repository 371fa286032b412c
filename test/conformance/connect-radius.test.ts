import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aNas } from '../../apps/playground/src/nas/a-nas.test-kit.ts'

const guide = join(import.meta.dirname, '../../docs/connect/radius.md')
const run = promisify(execFile)
const isInstalled = spawnSync('radclient', ['-v']).status === 0
if (!isInstalled)
  console.info(
    `radclient is not installed (Debian: freeradius-utils): nobody knows whether the commands of ${guide} are true.`,
  )

/** The `sh` blocks of one section, in their order. */
async function commandsIn(section: string): Promise<string[]> {
  const text = await readFile(guide, 'utf8')
  const from = text.indexOf(`\n### ${section}\n`)
  if (from < 0) throw new Error(`The guide has no section “${section}”`)
  const [, part = ''] = text.slice(from).split(/^#{2,3} .*$/m)
  return Array.from(part.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
}

describe.skipIf(!isInstalled)('the commands of the guide to RADIUS', () => {
  test('disconnect somebody by hand, and hear that there is nobody any more', async () => {
    const { nas, said } = await aNas()
    const { acctSessionId } = nas.logOn('ada')
    const directory = await mkdtemp(join(tmpdir(), 'curfew-radclient-'))
    onTestFinished(() => rm(directory, { recursive: true, force: true }))
    const secretFile = join(directory, 'secret')
    await writeFile(secretFile, 'shared-with-the-nas\n', { mode: 0o600 })
    const commands = await commandsIn('Try it by hand')

    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands.join('\necho ---\n')], {
      env: {
        ...process.env,
        NAS: `127.0.0.1:${nas.disconnectPort}`,
        SECRET_FILE: secretFile,
        ACCT_SESSION_ID: acctSessionId,
      },
    })

    const [, first, second] = stdout.split('---\n')
    expect(commands).toHaveLength(3)
    expect(first).toMatch(/Received Disconnect-ACK/)
    expect(second).toMatch(/Received Disconnect-NAK[^]*Error-Cause = Session-Context-Not-Found/)
    await expect.poll(() => said(acctSessionId), { timeout: 10_000 }).toEqual(['start', 'stop'])
  })
})
