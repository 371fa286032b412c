import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Frame, readFrames } from './event-frames.ts'

const text =
  'retry: 2000\nid: 7\n\nid: 8\nevent: closures\ndata: {"closureIds":["ö"]}\n\n:\n\ndata: a\ndata: b\n\ncut off'

const frames = async (chunks: Uint8Array<ArrayBuffer>[]) => {
  const read: Frame[] = []
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  for await (const frame of readFrames(stream)) read.push(frame)
  return read
}

test('blocks of an event stream are read, and what is cut off at the end is not', async () => {
  const read = await frames([new TextEncoder().encode(text)])

  expect(read).toEqual([
    { event: 'message', data: null, id: '7', retryMs: 2000 },
    { event: 'closures', data: '{"closureIds":["ö"]}', id: '8', retryMs: null },
    { event: 'message', data: null, id: null, retryMs: null },
    { event: 'message', data: 'a\nb', id: null, retryMs: null },
  ])
})

test('however a stream is cut into pieces, the same blocks are read', async () => {
  const bytes = new TextEncoder().encode(text)
  const whole = await frames([bytes])

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
      const ends = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
      const pieces = ends.slice(1).map((end, index) => bytes.slice(ends[index], end))

      expect(await frames(pieces)).toEqual(whole)
    }),
  )
})

test('whoever stops reading lets go of the connection', async () => {
  let isCancelled = false
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(':\n\n')),
    cancel: () => {
      isCancelled = true
    },
  })

  for await (const _ of readFrames(endless)) break

  expect(isCancelled).toBe(true)
})
