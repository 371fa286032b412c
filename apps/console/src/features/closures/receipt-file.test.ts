import type { ReceiptView } from '@curfew/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCsv, toJson } from './receipt-file.ts'

const aReceipt = (extra: Partial<ReceiptView>): ReceiptView => ({
  id: 'r1',
  sessionId: 's1',
  userId: 'grace',
  kind: 'radius',
  source: 'vpn-2',
  channel: 'radius-disconnect',
  recipient: 'vpn-2',
  status: 'refused',
  storedAt: '2026-05-04T14:05:00.000Z',
  sentAt: '2026-05-04T14:05:00.003Z',
  acknowledgedAt: null,
  verifiedAt: null,
  attempts: 2,
  nextAttemptAt: null,
  cause: '',
  ...extra,
})

/** RFC 4180, as a spreadsheet reads it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

test('the CSV names its columns, and times are ISO 8601 with milliseconds', () => {
  const [header, row] = readCsv(toCsv([aReceipt({ cause: 'Session context not found, 503: "gone"' })]))

  expect(header?.slice(0, 3)).toEqual(['id', 'sessionId', 'userId'])
  expect(row).toEqual([
    'r1',
    's1',
    'grace',
    'radius',
    'vpn-2',
    'radius-disconnect',
    'vpn-2',
    'refused',
    '2026-05-04T14:05:00.000Z',
    '2026-05-04T14:05:00.003Z',
    '',
    '',
    '2',
    '',
    'Session context not found, 503: "gone"',
  ])
})

const troublesome = fc.constantFrom('"', "'", ',', ';', '\n', '\r', '\t', '=', '-', ' ', 'x', 'ä')

test('no text from outside becomes a formula, and none breaks out of its cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: troublesome }), fc.constantFrom('=', '+', '-', '@', '\t', '\r', ''), (text, sign) => {
      const userId = sign + text
      const [, row] = readCsv(toCsv([aReceipt({ userId })]))

      expect(row).toHaveLength(15)
      expect(row?.[2]).not.toMatch(/^[=+\-@\t\r]/)
      expect([userId, `'${userId}`]).toContain(row?.[2])
    }),
  )
})

test('the JSON holds the receipts as the API words them', () => {
  const closure = { id: 'c1' } as Parameters<typeof toJson>[0]

  expect(JSON.parse(toJson(closure, [aReceipt({ userId: '=1+1' })]))).toMatchObject({
    closure: { id: 'c1' },
    receipts: [{ userId: '=1+1' }],
  })
})
