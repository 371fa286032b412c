import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { build, createServer as createDevServer, type InlineConfig } from 'vite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** A console of one page, as the real one begins: mocks in one mode only, a style, a part that is loaded later. */
let page: string
const cleanups: (() => unknown)[] = []

beforeEach(async () => {
  page = await mkdtemp(join(tmpdir(), 'curfew-page-'))
  cleanups.push(() => rm(page, { recursive: true }))
  await mkdir(join(page, 'src'))
  await symlink(join(import.meta.dirname, '../node_modules'), join(page, 'node_modules'))
  await writeFile(join(page, 'index.html'), '<!doctype html><script type="module" src="/src/main.ts"></script>')
  await writeFile(join(page, 'src/main.module.css'), '.grid { display: grid }')
  await writeFile(
    join(page, 'src/mocks.ts'),
    "import { setupWorker } from 'msw/browser'\nexport const worker = setupWorker()",
  )
  await write(`if (import.meta.env.MODE === 'mock') await (await import('./mocks.ts')).worker.start()`)
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const write = (start: string) =>
  writeFile(
    join(page, 'src/main.ts'),
    `import styles from './main.module.css'\n${start}\ndocument.body.className = styles.grid + ${JSON.stringify('-'.repeat(2_000))}`,
  )

const configured = (mode: string, more: InlineConfig = {}): InlineConfig => ({
  configFile: join(import.meta.dirname, '../vite.config.ts'),
  cacheDir: join(page, '.cache'),
  logLevel: 'silent',
  root: page,
  mode,
  ...more,
})

test('every file of the build that compresses lies beside its brotli and gzip form, and assets are named by their content', async () => {
  await build(configured('production'))

  const assets = await readdir(join(page, 'dist/assets'))
  const scripts = assets.filter((name) => name.endsWith('.js'))
  const script = await readFile(join(page, 'dist/assets', scripts[0] ?? ''))
  const [brotli, gzip] = await Promise.all(
    ['br', 'gz'].map((ending) => readFile(join(page, 'dist/assets', `${scripts[0]}.${ending}`))),
  )

  expect(scripts).toEqual([expect.stringMatching(/^index-[\w-]{8}\.js$/)])
  expect(brotliDecompressSync(brotli ?? '')).toEqual(script)
  expect(gunzipSync(gzip ?? '')).toEqual(script)
})

test('the product holds no mock', async () => {
  await build(configured('production'))

  const script = (await readdir(join(page, 'dist/assets'))).find((name) => name.endsWith('.js'))

  expect(await readFile(join(page, 'dist/assets', script ?? ''), 'utf8')).not.toMatch(
    /msw|setupWorker|MockServiceWorker/i,
  )
})

test('a build that would hold a mock fails and names it', async () => {
  await write(`await (await import('./mocks.ts')).worker.start()`)

  const built = build(configured('production'))

  await expect(built).rejects.toThrow(/must hold no mock.*node_modules\/msw/)
})

test('with mocks the dev server serves their service worker, and without mocks it does not', async () => {
  const onMocks = await ask(await startDevServer('mock'), '/mockServiceWorker.js')
  const onTheBff = await ask(await startDevServer('development'), '/mockServiceWorker.js')

  expect(onMocks.headers.get('content-type')).toBe('text/javascript')
  expect(await onMocks.text()).toContain('addEventListener')
  expect(await onTheBff.text()).not.toContain('addEventListener')
})

test('the dev server passes a stream on while it runs, and ends it at the BFF when the browser leaves', async () => {
  const { asked } = await startBff()
  const server = await startDevServer('development')
  const leaving = new AbortController()

  const answer = ask(server, '/api/events', { signal: leaving.signal })
  const response = await asked
  response.write('data: first\n\n')
  const reader = (await answer).body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  const cut = once(response, 'close')
  leaving.abort()
  await cut

  expect(first?.value).toBe('data: first\n\n')
})

test('the BFF behind the dev server hears the host that the browser asked', async () => {
  const { asked } = await startBff()
  const server = await startDevServer('development')

  const answer = ask(server, '/source/feed')
  const response = await asked
  response.end()
  await answer

  expect(`http://${response.req.headers.host}`).toBe(server)
})

async function startDevServer(mode: string): Promise<string> {
  const quiet = { hmr: false, watch: null } as const
  // Without its optimizer, which would go on writing into the folder after the server has closed.
  const server = await createDevServer(
    configured(mode, {
      server: { port: 0, strictPort: false, ...quiet },
      optimizeDeps: { noDiscovery: true, include: [] },
    }),
  )
  cleanups.push(() => server.close())
  await server.listen()
  return addressOf(server.httpServer as Server)
}

/** A BFF that leaves its answer to the test. */
async function startBff(): Promise<{ asked: Promise<ServerResponse> }> {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const server = createServer((_request, response) => resolve(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => new Promise((done) => server.close(done)))
  vi.stubEnv('PORT', new URL(addressOf(server)).port)
  return { asked: promise }
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const ask = (server: string, path: string, init?: RequestInit) => fetch(`${server}${path}`, init)
