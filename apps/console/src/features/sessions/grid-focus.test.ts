import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hold, moveFocus, type Stroke, withFocusedRow } from './grid-focus.ts'

const extent = { rows: 100, columns: 11, pageRows: 20 }
const press = (key: string, held: Partial<Stroke> = {}): Stroke => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('the focus in the grid', () => {
  test.each([
    ['ArrowDown', {}, { row: 11, column: 3 }],
    ['j', {}, { row: 11, column: 3 }],
    ['ArrowUp', {}, { row: 9, column: 3 }],
    ['k', {}, { row: 9, column: 3 }],
    ['ArrowRight', {}, { row: 10, column: 4 }],
    ['ArrowLeft', {}, { row: 10, column: 2 }],
    ['ArrowRight', { ctrlKey: true }, { row: 10, column: 10 }],
    ['Home', {}, { row: 0, column: 3 }],
    ['End', {}, { row: 99, column: 3 }],
    ['PageDown', {}, { row: 30, column: 3 }],
    ['PageUp', {}, { row: 0, column: 3 }],
  ] as const)('moves with %s %o', (key, held, expected) => {
    const moved = moveFocus({ row: 10, column: 3 }, press(key, held), extent)

    expect(moved).toEqual(expected)
  })

  test('reaches the header with the up arrow and not with k', () => {
    expect(moveFocus({ row: 0, column: 1 }, press('ArrowUp'), extent)).toEqual({ row: -1, column: 1 })
    expect(moveFocus({ row: 0, column: 1 }, press('k'), extent)).toEqual({ row: 0, column: 1 })
  })

  test('leaves other keys alone', () => {
    for (const stroke of [
      press('a'),
      press('Tab'),
      press('j', { ctrlKey: true }),
      press('ArrowLeft', { altKey: true }),
    ])
      expect(moveFocus({ row: 10, column: 3 }, stroke, extent)).toBeNull()
  })

  test('never leaves the grid, whatever is pressed and however small it is', () => {
    const key = fc.constantFrom(
      'ArrowDown',
      'ArrowUp',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'End',
      'PageUp',
      'PageDown',
      'j',
      'k',
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, fc.boolean())),
        fc.nat(5),
        fc.integer({ min: 1, max: 4 }),
        (keys, rows, columns) => {
          let position = { row: -1, column: 0 }
          for (const [key, ctrlKey] of keys) {
            position = moveFocus(position, press(key, { ctrlKey }), { rows, columns, pageRows: 3 }) ?? position

            expect(position).toEqual(hold(position, { rows, columns }))
          }
        },
      ),
    )
  })

  test('keeps its row rendered when that row is scrolled away', () => {
    expect(withFocusedRow([40, 41, 42], 3, 100)).toEqual([3, 40, 41, 42])
    expect(withFocusedRow([40, 41, 42], 99, 100)).toEqual([40, 41, 42, 99])
    expect(withFocusedRow([40, 41, 42], 41, 100)).toEqual([40, 41, 42])
    expect(withFocusedRow([40, 41, 42], -1, 100)).toEqual([40, 41, 42])
  })
})
