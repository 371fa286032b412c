import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { handleResults, introspection, leaseGrant, registerResults } from '@curfew/contract'
import { beforeAll, expect, test } from 'vitest'
import { startProduct } from '../product.ts'

const house = join(import.meta.dirname, '../..')
const guide = join(house, 'docs/connect/http.md')
const run = promisify(execFile)

beforeAll(() => {
  const { status } = spawnSync('curl', ['--version'])
  if (status !== 0)
    throw new Error(
      `curl is not on this machine, and without it nobody knows whether the commands of ${guide} are true.`,
    )
})

test('the commands of the guide to plain HTTP do what it says, one after the other, in one shell', {
  timeout: 120_000,
}, async () => {
  const commands = await commandsOf(guide)
  await using product = await startProduct()
  const key = await aKey(product.dataDir)
  const script = commands.map((command) => `${command}\nprintf '\\n---\\n'\n`).join('')

  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, CURFEW_URL: product.url, CURFEW_KEY: key },
  })

  const [, registered, active, touched, feed, lease, ended, browser] = stdout.split('\n---\n')
  expect(commands).toHaveLength(8)
  expect(registerResults.parse(JSON.parse(registered ?? '')).results).toMatchObject([
    { handle: 's-1', outcome: 'registered' },
  ])
  expect(introspection.parse(JSON.parse(active ?? ''))).toMatchObject({ active: true, sub: 'ada' })
  expect(handleResults.parse(JSON.parse(touched ?? '')).results).toEqual([{ handle: 's-1', outcome: 'touched' }])
  expect(feed).toMatch(/^event: hello\ndata: \{"leaseMs":5000,"position":0\}\n\n/)
  expect(leaseGrant.parse(JSON.parse(lease ?? ''))).toEqual({ leaseMs: 5_000, position: 0 })
  expect(handleResults.parse(JSON.parse(ended ?? '')).results).toEqual([{ handle: 's-1', outcome: 'ended' }])
  expect(browser?.trim()).toBe('204')
})

test('without a key the first command says what is missing', async () => {
  const [first = ''] = await commandsOf(guide)

  const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', first], {
    env: { PATH: process.env['PATH'] },
  })

  expect(status).not.toBe(0)
  expect(String(stderr)).toContain('the key of your source')
})

/** The `sh` blocks of a page, in their order. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(page, 'utf8')
  return Array.from(text.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block = '']) => block)
}

/** A fresh source, registered as an operator does it at the shell. */
async function aKey(dataDir: string): Promise<string> {
  const words = ['apps/bff/src/admin.ts', 'create-source', 'guide', '--kinds', 'self-service-console']
  const { stdout } = await run(process.execPath, words, {
    cwd: house,
    env: { ...process.env, CURFEW_DATA_DIR: dataDir },
  })
  return /^Key: (cfk_\S+)$/m.exec(stdout)?.[1] ?? ''
}
