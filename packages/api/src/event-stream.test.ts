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

test('whoever ends it, the end is told once; one who asks later is told at once', async () => {
  const { sink, reader } = await aStream()
  let closed = 0
  sink.onClose(() => (closed += 1))

  await reader.cancel()
  sink.close()
  sink.onClose(() => (closed += 10))

  expect(closed).toBe(11)
})
