import { parseSort, printSort } from '@curfew/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columns } from './columns.ts'
import { pressHeader, sortOf } from './sorting.ts'

const columnOf = (id: string) => {
  const column = columns.find((column) => column.id === id)
  if (!column) throw new Error(`no column ${id}`)
  return column
}
const pressed = (sort: string, id: string, adds = false) => printSort(pressHeader(parseSort(sort), columnOf(id), adds))

describe('sorting by the header', () => {
  test.each([
    ['a first press sorts by that column alone', '-lastActivityAt', 'userId', false, 'userId'],
    ['a second press turns it around', 'userId', 'userId', false, '-userId'],
    ['times start with the latest', 'userId', 'loggedOn', false, '-loggedOnAt'],
    ['a press with shift adds a second key', 'kind', 'loggedOn', true, 'kind,-loggedOnAt'],
    ['a press with shift turns the second key around', 'kind,-loggedOnAt', 'loggedOn', true, 'kind,loggedOnAt'],
    ['a press with shift turns the first key around where it stands', 'kind,userId', 'kind', true, '-kind,userId'],
    ['a press with shift on a third column replaces the second', 'kind,userId', 'source', true, 'kind,source'],
    ['a press alone drops the second key', 'kind,userId', 'kind', false, '-kind'],
  ])('%s', (_what, before, id, adds, after) => {
    expect(pressed(before, id, adds)).toBe(after)
  })

  test('always gives a sort that the server takes', () => {
    const presses = fc.array(fc.tuple(fc.constantFrom(...columns), fc.boolean()))
    fc.assert(
      fc.property(presses, (presses) => {
        const sort = presses.reduce((sort, [column, adds]) => pressHeader(sort, column, adds), parseSort('userId'))

        expect(parseSort(printSort(sort))).toEqual(sort)
      }),
    )
  })

  test('a header knows its direction and its rank', () => {
    const sort = parseSort('kind,-loggedOnAt')

    const sorted = columns.flatMap((column) => sortOf(sort, column) ?? [])

    expect(sorted).toEqual([
      { descending: false, rank: 1 },
      { descending: true, rank: 2 },
    ])
  })

  test('the latest activity first is the shortest idle time first, and says so', () => {
    expect(sortOf(parseSort('-lastActivityAt'), columnOf('lastActivity'))).toEqual({ descending: false, rank: 1 })
  })
})
