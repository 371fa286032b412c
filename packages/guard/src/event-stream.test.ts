import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvents, type StreamEvent } from './event-stream.ts'

async function read(bytes: Uint8Array, cuts: readonly number[]): Promise<StreamEvent[]> {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const [index, from] of places.entries())
        controller.enqueue(bytes.slice(from, places[index + 1] ?? bytes.length))
      controller.close()
    },
  })
  const events: StreamEvent[] = []
  for await (const event of readEvents(body, () => {})) events.push(event)
  return events
}

const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\0]/.test(text))
const event = fc.record({
  id: fc.nat().map(String),
  event: fc.constantFrom('hello', 'closed'),
  data: fc.array(line, { minLength: 1, maxLength: 3 }),
})

test('events come out as they went in, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event), fc.array(fc.nat()), fc.constantFrom('\n', '\r\n'), async (events, cuts, end) => {
      const text = events
        .map(({ id, event: name, data }) =>
          [`id: ${id}`, ': a comment', `event: ${name}`, ...data.map((one) => `data: ${one}`), '', ''].join(end),
        )
        .join('')

      const read_ = await read(new TextEncoder().encode(text), cuts)

      expect(read_).toEqual(events.map(({ id, event: name, data }) => ({ id, event: name, data: data.join('\n') })))
    }),
  )
})

test('no bytes at all make the reader hang or fall over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat()), async (bytes, cuts) => {
      await expect(read(bytes, cuts)).resolves.toBeInstanceOf(Array)
    }),
  )
})

test('a line that never ends is refused instead of filling the memory', async () => {
  await expect(read(new Uint8Array(1_100_000).fill(97), [])).rejects.toThrow('does not end')
})
