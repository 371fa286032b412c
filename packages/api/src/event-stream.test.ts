import type { EventSink } from '@curfew/registry'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { webEventStream } from './event-stream.ts'

/** A stream that a test writes into, and what its reader gets. */
async function aStream() {
  const opened = Promise.withResolvers<EventSink>()
  const app = new Hono().get('/', (c) => webEventStream(c, opened.resolve))
  const response = await app.request('/')
  if (!response.body) throw new Error('no body')
  return { sink: await opened.promise, reader: response.body.getReader(), response }
}

test('what is written arrives as it is, and closing ends the stream', async () => {
  const { sink, reader } = await aStream()

  expect(sink.write('event: a\ndata: 1\n\n')).toBe(true)
  const { value } = await reader.read()
  sink.close()

  expect(new TextDecoder().decode(value)).toBe('event: a\ndata: 1\n\n')
  expect((await reader.read()).done).toBe(true)
  expect(sink.write('late')).toBe(false)
})

test('a reader that does not read is dropped before it costs more than its share', async () => {
  const { sink } = await aStream()
  let closed = 0
  sink.onClose(() => (closed += 1))
  let written = 0

  while (sink.write('x'.repeat(1_024))) written += 1_024

  expect(written).toBeLessThanOrEqual(64 * 1_024)
  expect(closed).toBe(1)
})

test('a writer that waits for its reader may write any amount, and learns when the reader is gone', async () => {
  const { sink, reader } = await aStream()
  const piece = 'x'.repeat(60_000)
  let read = 0
  const reading = (async () => {
    while (read < 10 * piece.length) read += (await reader.read()).value?.length ?? 0
  })()

  for (let pieces = 0; pieces < 10; pieces += 1) {
    expect(sink.write(piece)).toBe(true)
    await sink.ready()
  }
  await reading
  sink.write(piece + piece)
  const waiting = sink.ready()
  await reader.cancel()
  await waiting

  expect(read).toBe(10 * piece.length)
  expect(sink.write('late')).toBe(false)
})

test('whoever ends it, the end is told once; one who asks later is told at once', async () => {
  const { sink, reader } = await aStream()
  let closed = 0
  sink.onClose(() => (closed += 1))

  await reader.cancel()
  sink.close()
  sink.onClose(() => (closed += 10))

  expect(closed).toBe(11)
})
