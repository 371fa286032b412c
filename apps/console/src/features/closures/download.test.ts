import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDownload } from './download.ts'

const read = (text: string, onProgress = (_lines: number) => {}) =>
  readDownload(new Response(text), onProgress, new AbortController().signal)
const csv = 'id,cause\r\nr1,"two\r\nlines"\r\n# complete: 1 rows\r\n'
const json = '{"closure":{"id":"c1"},\n"receipts":[\n{"id":"r1"}\n],\n"complete":1}\n'

test('a file is whole when its end says how many receipts it holds', async () => {
  const seen: number[] = []

  expect(await read(csv, (lines) => seen.push(lines))).toMatchObject({ outcome: 'whole', count: 1 })
  expect(await read(json)).toMatchObject({ outcome: 'whole', count: 1 })
  expect(seen.at(-1)).toBe(4)
})

test('wherever it is cut off, no file is made of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(csv, json), fc.nat(200), async (text, at) => {
      const cut = text.slice(0, Math.min(at, text.length - 1))

      expect(await read(cut)).toMatchObject({ outcome: 'broken' })
    }),
  )
})

test('when the session was closed midway, its last line says so', async () => {
  const said = 'Your session was closed while Export receipts was running. It did not finish.'

  for (const begun of [csv.slice(0, 20), json.slice(0, 40)])
    expect(await read(`${begun}\r\n# session-closed: ${said}\r\n`)).toEqual({
      outcome: 'broken',
      code: 'session-closed',
      said,
    })
})

test('a stream that fails makes no file, and the reader who gives up is told so', async () => {
  const failing = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(csv))
        },
        pull: () => Promise.reject(new Error('cut off')),
      }),
    )
  const aborted = AbortSignal.abort()

  expect(await readDownload(failing(), () => {}, new AbortController().signal)).toMatchObject({ outcome: 'whole' })
  await expect(readDownload(failing(), () => {}, aborted)).rejects.toThrow('cut off')
})
