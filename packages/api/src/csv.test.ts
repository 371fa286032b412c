import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

/** RFC 4180, read back. */
function parseLine(line: string): string[] {
  const cells = `,${line.replace(/\r\n$/, '')}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)
  return Array.from(cells, ([, quoted, plain = '']) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')))
}

test('whatever is in the cells, a reader of CSV gets them back, and no spreadsheet gets a formula', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '=1+1',
      '+1',
      '-1',
      '@a',
      '＝1',
      '＋1',
      '－1',
      '＠a',
      '\ta',
      '\ra',
      '\na',
      '\0=1',
      '"',
      '","',
      '\r\n',
    ),
  )
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
      const read = parseLine(csvLine(cells))

      expect(read.map((text, index) => (text === `'${cells[index]}` ? text.slice(1) : text))).toEqual(cells)
      for (const text of read) expect(text).not.toMatch(/^[=+\-@＝＋－＠\t\r\n\0]/)
    }),
  )
})
