import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ExportProgress, readExport } from './export-file.ts'

const never = new AbortController().signal
const header = 'id,userId\r\n'

function answer(text: string, { pieces = 3, total = '2', fails = false } = {}): Response {
  const bytes = new TextEncoder().encode(text)
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size))
      else if (fails) controller.error(new TypeError('network error'))
      else controller.close()
      at += size
    },
  })
  return new Response(body, { headers: { 'X-Total-Count': total } })
}

describe('an export', () => {
  test('is complete when its last line says so and names as many rows as came', async () => {
    const outcome = await readExport(answer(`${header}s1,a\r\ns2,b\r\n# complete: 2 rows\r\n`), () => {}, never)

    expect(outcome).toMatchObject({ outcome: 'complete', rows: 2 })
  })

  test.each([
    ['is cut off between two rows', `${header}s1,a\r\n`],
    ['names another number of rows', `${header}s1,a\r\n# complete: 2 rows\r\n`],
    ['goes on after its last line', `${header}s1,a\r\n# complete: 1 rows\r\ns2,b\r\n`],
    ['is empty', ''],
  ])('that %s is no file', async (_what, text) => {
    const outcome = await readExport(answer(text), () => {}, never)

    expect(outcome).toEqual({ outcome: 'broken', said: null, code: null })
  })

  test('that is broken off says why, also when the connection breaks after it', async () => {
    const said = 'Your session was closed while Export sessions was running. It did not finish.'
    const text = `${header}s1,a\r\n# session-closed: ${said}\r\n`

    const outcome = await readExport(answer(text, { fails: true }), () => {}, never)

    expect(outcome).toEqual({ outcome: 'broken', code: 'session-closed', said })
  })

  test('counts rows and not lines: what is quoted may hold line breaks, quotes and hashes', async () => {
    const cell = fc.string().map((text) => `"${text.replaceAll('"', '""')}"`)
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (rows, pieces) => {
        const text = `${header}${rows.map((row) => `${row.join(',')}\r\n`).join('')}# complete: ${rows.length} rows\r\n`

        const outcome = await readExport(answer(text, { pieces }), () => {}, never)

        expect(outcome).toMatchObject({ outcome: 'complete', rows: rows.length })
      }),
    )
  })

  test('tells how many of how many rows have come', async () => {
    const told: ExportProgress[] = []

    await readExport(answer(`${header}s1,a\r\ns2,b\r\n# complete: 2 rows\r\n`), (step) => told.push(step), never)

    expect(told.at(-1)).toEqual({ rows: 2, expected: 2 })
    expect(told.map(({ rows }) => rows)).toEqual(told.map(({ rows }) => rows).toSorted((a, b) => a - b))
  })

  test('that the administrator cancels rejects and leaves nothing', async () => {
    const cancel = new AbortController()
    cancel.abort()

    const reading = readExport(answer(header, { fails: true }), () => {}, cancel.signal)

    await expect(reading).rejects.toThrow('network error')
  })
})
