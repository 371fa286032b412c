import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { request as requestHttps } from 'node:https'
import { connect } from 'node:net'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { StartError } from '../start-error.ts'
import { aCertificate } from './certificate.test-kit.ts'
import { followConnections } from './connections.ts'
import { addressOf, listen } from './listen.ts'
import { openRawEventStream } from './raw-event-stream.ts'
import { type Bindings, createWebServer, type TlsFiles } from './web-server.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

const app = new Hono<{ Bindings: Bindings }>()
  .get('/hello', (c) => c.text(`hello over ${c.req.url.split(':')[0]}`))
  .get('/events', (c) => {
    openRawEventStream(c.env.outgoing, c.res.headers).write('data: one\n\n')
    return RESPONSE_ALREADY_SENT
  })

async function aServer(tls: TlsFiles | null = null) {
  const server = createWebServer(app.fetch, tls)
  const connections = followConnections(server)
  const port = await listen(server, '127.0.0.1', 0)
  endings.push(async () => {
    const finished = connections.finish()
    connections.cut()
    await finished
  })
  return { server, connections, port }
}
const tlsFiles = () => {
  const { cert, key } = aCertificate()
  return { tls: { cert: Buffer.from(cert), key: Buffer.from(key) }, ca: cert }
}

/** Everything that one connection was sent, as soon as `enough` holds of it. */
async function received(socket: NodeJS.ReadableStream, enough: (text: string) => boolean): Promise<string> {
  let text = ''
  for await (const bytes of socket) {
    text += String(bytes)
    if (enough(text)) return text
  }
  return text
}

test('over TLS a browser gets HTTP/2, event streams included', async () => {
  const { tls, ca } = tlsFiles()
  const { port } = await aServer(tls)
  const session = connectHttp2(`https://localhost:${port}`, { ca })
  endings.unshift(() => session.destroy())

  const hello = session.request({ ':path': '/hello' })
  const events = session.request({ ':path': '/events' })

  expect(await received(hello, (text) => text.length > 0)).toBe('hello over https')
  expect(await received(events, (text) => text.includes('\n\n'))).toBe('data: one\n\n')
})

test('over TLS a program that knows only HTTP/1.1 is answered as well', async () => {
  const { tls, ca } = tlsFiles()
  const { port } = await aServer(tls)

  const request = requestHttps({ host: '127.0.0.1', port, path: '/hello', ca, agent: false }).end()
  const [response] = await once(request, 'response')

  expect(response.httpVersion).toBe('1.1')
  expect(await received(response, () => false)).toBe('hello over https')
})

test.each([
  ['plain', () => ({ tls: null })],
  ['TLS', tlsFiles],
])('over %s it bounds the time and size of what a client sends', async (_name, files) => {
  const { server } = await aServer(files().tls)

  expect(server).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16_384,
  })
})

test('over TLS and HTTP/1.1 an event stream is held as well', async () => {
  const { tls, ca } = tlsFiles()
  const { port, connections } = await aServer(tls)
  const request = requestHttps({ host: '127.0.0.1', port, path: '/events', ca, agent: false }).end()
  const [response] = await once(request, 'response')

  const text = await received(response, (text) => text.includes('\n\n'))
  connections.cut()

  expect(text).toBe('data: one\n\n')
})

test('a header section that is too large is refused', async () => {
  const { port } = await aServer()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})

  socket.write(`GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`)

  expect(await received(socket, () => false)).toContain('431')
})

test('finishing ends an idle connection at once, and leaves a held stream to whoever holds it', async () => {
  const { connections, port } = await aServer()
  const [idle, held] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
  await Promise.all([once(idle, 'connect'), once(held, 'connect')])
  held.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(held, 'data')
  idle.resume()

  const finished = connections.finish()
  await once(idle, 'end')
  const wasCut = held.destroyed
  connections.cut()
  await Promise.all([finished, once(held, 'close')])

  expect(wasCut).toBe(false)
})

test('finishing ends an HTTP/2 session when its last stream is over', async () => {
  const { tls, ca } = tlsFiles()
  const { connections, port } = await aServer(tls)
  const session = connectHttp2(`https://localhost:${port}`, { ca })
  const gone = once(session, 'close')
  await received(session.request({ ':path': '/hello' }), () => false)

  await connections.finish()

  await gone
})

test('a taken port is said in a sentence', async () => {
  const { port } = await aServer()

  const start = listen(createWebServer(app.fetch, null), '127.0.0.1', port)

  await expect(start).rejects.toThrow(StartError)
  await expect(start).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
})

test('an address that is not of this machine is said in a sentence', async () => {
  const start = listen(createWebServer(app.fetch, null), '192.0.2.1', 0)

  await expect(start).rejects.toThrow('HOST is 192.0.2.1')
})

test('the address that is printed is one that a browser can open', () => {
  expect(addressOf('0.0.0.0', 8080, false)).toBe('http://127.0.0.1:8080')
  expect(addressOf('::1', 8443, true)).toBe('https://[::1]:8443')
  expect(addressOf('curfew.example.org', 443, true)).toBe('https://curfew.example.org:443')
})
