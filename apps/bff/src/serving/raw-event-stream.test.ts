import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, type Server } from 'node:net'
import type { EventSink } from '@curfew/registry'
import { afterEach, expect, test } from 'vitest'
import { openRawEventStream } from './raw-event-stream.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
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
  endings.unshift(() => session.destroy())

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
  endings.unshift(() => session.destroy())
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
