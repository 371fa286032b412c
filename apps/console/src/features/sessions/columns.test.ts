import { sortFields } from '@curfew/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columns, leastWidth, maxColumnWidth, printTracks, readWidths, shownColumns, withWidth } from './columns.ts'

describe('columns', () => {
  test('sort by a field of the contract, each by its own', () => {
    const sorts = columns.flatMap((column) => column.sort ?? [])

    expect(new Set(sorts).size).toBe(sorts.length)
    for (const sort of sorts) expect(sortFields).toContain(sort)
  })

  test('every shown column but the checkbox sorts', () => {
    expect(shownColumns.filter((column) => column.sort === null).map((column) => column.id)).toEqual(['select'])
  })

  test('widths that were chosen are kept between legible and sensible', () => {
    fc.assert(
      fc.property(fc.constantFrom(...columns), fc.double({ noNaN: true }), (column, width) => {
        const widths = withWidth({}, column, width)

        expect(widths[column.id]).toBeGreaterThanOrEqual(column.minWidth)
        expect(widths[column.id]).toBeLessThanOrEqual(maxColumnWidth)
        expect(readWidths(JSON.stringify(widths))).toEqual(widths)
      }),
    )
  })

  test('what was kept and makes no sense is passed over', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readWidths(text)))
    expect(readWidths('{"userId":"wide","shoeSize":40,"name":200}')).toEqual({ name: 200 })
    expect(readWidths(null)).toEqual({})
  })

  test('header and rows share tracks as wide as chosen', () => {
    const tracks = printTracks(shownColumns, { userId: 300 })

    expect(tracks).toMatch(/^40px 300px minmax\(/)
    expect(leastWidth(shownColumns, { userId: 300 })).toBeGreaterThan(leastWidth(shownColumns, {}))
  })
})
