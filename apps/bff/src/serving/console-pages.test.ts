import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConsoleFiles } from './console-files.ts'
import { consolePages } from './console-pages.ts'

const html = '<!doctype html><title>Curfew</title>'
const script = 'console.log("the console");'.repeat(20)
let directory: string
let pages: Hono

beforeAll(async () => {
  const above = await mkdtemp(join(tmpdir(), 'curfew-pages-'))
  directory = join(above, 'dist')
  await mkdir(join(directory, 'assets'), { recursive: true })
  await writeFile(join(above, 'secret.txt'), 'out of bounds')
  await writeFile(join(directory, 'index.html'), html)
  await writeFile(join(directory, 'assets/index-1a2b.js'), script)
  await writeFile(join(directory, 'assets/index-1a2b.js.br'), brotliCompressSync(script))
  await writeFile(join(directory, 'assets/index-1a2b.js.gz'), gzipSync(script))
  await writeFile(join(directory, 'assets/notes.unknown'), 'no type')
  pages = consolePages(await readConsoleFiles(directory), { 'Content-Security-Policy': "default-src 'none'" })
})
afterAll(() => rm(join(directory, '..'), { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}) => pages.request(path, { headers })

test('an asset is sent as the build made it, for ever', async () => {
  const answer = await get('/assets/index-1a2b.js')

  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  expect(await answer.text()).toBe(script)
})

test.each([
  ['br, gzip', 'br'],
  ['gzip, deflate, br;q=0.1', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['gzip', 'gzip'],
  ['br;q=0.0, gzip;q=0', null],
  ['identity', null],
  ['', null],
])('a browser that accepts "%s" gets the smallest form that it takes: %s', async (accepted, encoding) => {
  const answer = await get('/assets/index-1a2b.js', { 'Accept-Encoding': accepted })

  const bytes = new Uint8Array(await answer.arrayBuffer())
  const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes
  expect(answer.headers.get('content-encoding')).toBe(encoding)
  expect(answer.headers.get('content-length')).toBe(String(bytes.length))
  expect(Buffer.from(plain).toString()).toBe(script)
})

test('a missing asset is a 404 and not the page', async () => {
  const answer = await get('/assets/index-gone.js')

  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('<!doctype')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test.each(['/', '/sessions', '/closures/0199', '/no/such/page'])(
  '%s is the page, asked for again each time',
  async (path) => {
    const answer = await get(path)

    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(await answer.text()).toBe(html)
  },
)

test('a page that the browser has is not sent again', async () => {
  const first = await get('/')

  const second = await get('/', { 'If-None-Match': `"other", ${first.headers.get('etag')}` })

  expect(second.status).toBe(304)
  expect(await second.text()).toBe('')
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/%2e%2e%5csecret.txt',
  '//etc/passwd',
  '/assets/%00',
  '/assets/notes.unknown',
])('%s leads to nothing outside the build', async (path) => {
  // Not through `request()`: it would tidy the path up before we see it.
  const request = Object.defineProperty(new Request('http://curfew/'), 'url', { value: `http://curfew${path}` })
  const answer = await pages.fetch(request)

  const text = await answer.text()
  expect(text).not.toContain('out of bounds')
  expect(text).not.toContain('root:')
  expect([html, 'There is no such file. Load the page again.\n']).toContain(text)
})

test('HEAD says what GET would, without the body', async () => {
  const answer = await pages.request('/assets/index-1a2b.js', { method: 'HEAD' })

  expect(answer.headers.get('content-length')).toBe(String(script.length))
  expect(await answer.text()).toBe('')
})
