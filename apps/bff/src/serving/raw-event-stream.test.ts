import { once } from 'node:events'
import { createServer, IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, type Server, Socket } from 'node:net'
import type { EventSink } from '@curfew/registry'
import { afterEach, expect, test } from 'vitest'
import { openRawEventStream } from './raw-event-stream.ts'
import { takeSocket } from './take-socket.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

/** A server that opens a stream for every request, and hands over the sink of the first. */
function aStreamServer(headers = new Headers()) {
  const { promise: sink, resolve } = Promise.withResolvers<EventSink>()
  const listener: RequestListener = (_request, response) => resolve(openRawEventStream(response, headers))
  return { server: createServer(listener), sink }
}

/** A client on a bare socket; `text` grows as bytes arrive, unless it is paused. */
async function aRawClient(port: number) {
  const socket = connect(port, '127.0.0.1')
  const client = { socket, text: '', ended: once(socket, 'close') }
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    client.text += String(bytes)
  })
  endings.push(() => socket.destroy())
  await once(socket, 'connect')
  socket.write('GET /api/events HTTP/1.1\r\nHost: curfew\r\n\r\n')
  return client
}

test('frames arrive as they were written, after headers that let no proxy hold them back', async () => {
  const { server, sink } = aStreamServer(new Headers({ 'X-Request-Id': 'r1', Connection: 'keep-alive' }))
  const client = await aRawClient(await listening(server))

  const stream = await sink
  const written = [stream.write('data: première\n\n'), stream.write(':\n\n')]
  stream.close()
  await client.ended

  const [head, body] = client.text.split('\r\n\r\n')
  expect(written).toEqual([true, true])
  expect(body).toBe('data: première\n\n:\n\n')
  expect(head).toMatch(/^HTTP\/1.1 200/)
  expect(head?.toLowerCase()).toContain('content-type: text/event-stream')
  expect(head?.toLowerCase()).toContain('x-accel-buffering: no')
  expect(head?.toLowerCase()).toContain('cache-control: no-store')
  expect(head?.toLowerCase()).toContain('x-request-id: r1')
  expect(head?.toLowerCase()).not.toContain('transfer-encoding')
})

test('a reader that takes nothing is dropped, and learns it when it returns', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  const closed = new Promise<void>((resolve) => stream.onClose(resolve))
  client.socket.pause()

  // More than the sockets of both ends take in by themselves, in steps of one event.
  let written = 0
  while (written < 10_000 && stream.write(`data: ${'x'.repeat(16_384)}\n\n`)) written += 1
  await closed

  expect(written).toBeLessThan(10_000)
  expect(stream.write('data: after\n\n')).toBe(false)
})

test('one long replay reaches a reader that keeps up, although it is larger than what may wait', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  const replay = `data: ${'x'.repeat(8_000_000)}\n\n`

  const wasWritten = stream.write(replay)
  stream.close()
  await client.ended

  expect(wasWritten).toBe(true)
  expect(client.text.split('\r\n\r\n')[1]?.length).toBe(replay.length)
})

test('a long replay goes out as fast as its reader takes it, and a reader that is gone holds nobody up', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  const piece = `data: ${'x'.repeat(100_000)}\n\n`

  let pieces = 0
  for (; pieces < 100 && stream.write(piece); pieces += 1) await stream.ready()
  client.socket.pause()
  for (; stream.write(piece) && pieces < 1000; pieces += 1) await Promise.race([stream.ready(), afterTaking()])
  client.socket.destroy()
  await stream.ready()

  expect(pieces).toBeGreaterThanOrEqual(100)
  expect(stream.write('data: nobody\n\n')).toBe(false)
})

test('a client that vanishes is noticed once, and writing to it is no fault', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  let closings = 0
  const closed = new Promise<void>((resolve) => {
    stream.onClose(() => {
      closings += 1
      resolve()
    })
  })

  client.socket.resetAndDestroy()
  await closed

  expect(stream.write('data: nobody\n\n')).toBe(false)
  stream.close()
  expect(closings).toBe(1)
})

test('on HTTP/2 the same stream carries no header of HTTP/1.1, and closing it leaves the connection open', async () => {
  const { promise: sink, resolve } = Promise.withResolvers<EventSink>()
  const headers = new Headers({ Connection: 'keep-alive', 'Transfer-Encoding': 'chunked' })
  const server = createHttp2Server((_request, response) => resolve(openRawEventStream(response, headers)))
  const session = connectHttp2(`http://127.0.0.1:${await listening(server)}`)
  endings.push(() => session.destroy())

  const request = session.request({ ':path': '/api/events' })
  const [answer] = await once(request, 'response')
  const stream = await sink
  stream.write('data: one\n\n')
  stream.write('data: two\n\n')
  stream.close()
  const body: string[] = []
  request.setEncoding('utf8')
  for await (const text of request) body.push(text)

  expect(answer[':status']).toBe(200)
  expect(Object.keys(answer)).not.toContain('transfer-encoding')
  expect(body.join('')).toBe('data: one\n\ndata: two\n\n')
  expect(session.destroyed).toBe(false)
})

test('on HTTP/2 a reader that takes nothing is dropped alone', async () => {
  const { promise: sink, resolve } = Promise.withResolvers<EventSink>()
  const server = createHttp2Server((_request, response) => resolve(openRawEventStream(response, new Headers())))
  const session = connectHttp2(`http://127.0.0.1:${await listening(server)}`)
  endings.push(() => session.destroy())
  const request = session.request({ ':path': '/api/events' })
  request.on('error', () => {})
  request.pause()
  const stream = await sink
  const closed = new Promise<void>((resolve) => stream.onClose(resolve))

  let written = 0
  while (written < 1000 && stream.write(`data: ${'x'.repeat(16_384)}\n\n`)) written += 1
  await closed

  expect(written).toBeLessThan(1000)
  expect(session.destroyed).toBe(false)
})

test('a client that left before it was answered is gone for whoever asks, and holds nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const server = createServer((_request, response) => {
    response.on('close', () => resolve(response))
  })
  const client = await aRawClient(await listening(server))
  client.socket.resetAndDestroy()

  const stream = openRawEventStream(await promise, new Headers())
  const wasTold = await new Promise<boolean>((resolve) => stream.onClose(() => resolve(true)))

  expect(wasTold).toBe(true)
  expect(stream.write('data: nobody\n\n')).toBe(false)
})

test('what a client still sends on a held stream is thrown away, and the stream goes on', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  await afterTaking()

  client.socket.write('GET /another HTTP/1.1\r\nHost: curfew\r\n\r\n \0 garbage '.repeat(1000))
  stream.write('data: one\n\n')
  await once(client.socket, 'data')
  stream.write('data: two\n\n')
  stream.close()
  await client.ended

  expect(client.text.split('\r\n\r\n')[1]).toBe('data: one\n\ndata: two\n\n')
})

test('a client that ends its side is let go', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink
  await afterTaking()
  const closed = new Promise<void>((resolve) => stream.onClose(resolve))

  client.socket.end()
  await closed

  expect(stream.write('data: late\n\n')).toBe(false)
})

test('what is written before and after the socket is taken arrives in order', async () => {
  const { server, sink } = aStreamServer()
  const client = await aRawClient(await listening(server))
  const stream = await sink

  stream.write('data: before\n\n')
  await afterTaking()
  stream.write('data: after\n\n')
  stream.close()
  await client.ended

  expect(client.text.split('\r\n\r\n')[1]).toBe('data: before\n\ndata: after\n\n')
})

test('on the Node that is locked a held stream keeps neither parser nor request', async () => {
  const { promise, resolve } = Promise.withResolvers<Socket>()
  const server = createServer((request, response) => {
    openRawEventStream(response, new Headers())
    resolve(request.socket)
  })
  await aRawClient(await listening(server))

  const socket = await promise
  await afterTaking()

  expect(Reflect.get(socket, 'parser')).toBe(null)
  expect(Reflect.get(socket, '_httpMessage')).toBe(null)
  expect(socket.listeners('close').map(({ name }) => name)).not.toContain('bound socketOnClose')
})

test('when there is no socket to take, the response goes on being used', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))

  expect(takeSocket(response.req, response)).toBe(null)
})

/** Two turns of the loop: in the first the socket is taken, in the second its parser ends. */
async function afterTaking() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
