import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { eventually } from './eventually.test-kit.ts'
import { startFakeCurfew } from './fake-curfew.test-kit.ts'

const room = join(import.meta.dirname, '..')

test("the README's example runs as it stands", async () => {
  const curfew = await startFakeCurfew()
  vi.stubEnv('CURFEW_URL', curfew.url)
  vi.stubEnv('CURFEW_KEY', 'a-key')
  const readme = await readFile(join(room, 'README.md'), 'utf8')
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  // Inside node_modules of the house, so that the example finds its imports.
  const folder = join(room, '../../node_modules/.curfew-readme')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'example.mjs'), example)

  const { app } = (await import(/* @vite-ignore */ join(folder, 'example.mjs'))) as { app: Hono }
  const logon = await app.request('/logon', { method: 'POST' })
  const [cookie = ''] = (logon.headers.get('set-cookie') ?? '').split(';')
  const orders = await app.request('/orders', { headers: { cookie } })
  curfew.close(createHash('sha256').update(cookie.slice('sid='.length)).digest('base64url'))

  expect(example.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(16)
  expect(await orders.text()).toBe('Orders of ada')
  await eventually(async () => expect((await app.request('/orders', { headers: { cookie } })).status).toBe(401))
  process.emit('SIGTERM')
  await eventually(() => expect(curfew.reports.at(-1)).toMatchObject({ leaving: true }))
  await rm(folder, { recursive: true })
  await curfew.stop()
})
