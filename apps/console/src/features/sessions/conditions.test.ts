import { type Filter, parseFilters, printFilters } from '@curfew/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blankCondition, endsBeforeItBegins, isBlank, offeredFields, toConditions, toFilters } from './conditions.ts'

const text = fc.string({ minLength: 1, maxLength: 20 })
const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const filterText = fc.oneof(
  fc.tuple(
    fc.constantFrom('userId', 'lastName', 'identitySource', 'source'),
    fc.tuple(fc.constantFrom('contains', 'startsWithIgnoringCase', 'equals', 'equalsIgnoringCase'), text).map(join),
  ),
  fc.tuple(fc.constant('kind'), fc.constantFrom('radius', 'api')),
  fc.tuple(fc.constant('status'), fc.constantFrom('active', 'closing')),
  fc.tuple(
    fc.constantFrom('loggedOnAt', 'lastActivityAt'),
    fc
      .tuple(
        fc.constantFrom('from', 'before'),
        instant.map((at) => at.toISOString()),
      )
      .map(join),
  ),
  fc.tuple(
    fc.constant('idleSeconds'),
    fc.nat(100_000).map((seconds) => `atLeast:${seconds}`),
  ),
)
const filters = fc.array(filterText, { maxLength: 8 }).map(parseFilters)

function join([operator, value]: [string, string]) {
  return `${operator}:${value}`
}
const asSet = (given: readonly Filter[]) => printFilters(given).map(String).sort()

describe('conditions of a search', () => {
  test('ask for exactly the filters they were read from', () => {
    fc.assert(
      fc.property(filters, (given) => {
        const again = toFilters(toConditions(given))

        expect(asSet(again)).toEqual(asSet(given))
      }),
    )
  })

  test('are none of them blank when they come from filters', () => {
    fc.assert(
      fc.property(filters, (given) => {
        expect(toConditions(given).some(isBlank)).toBe(false)
      }),
    )
  })

  test('show from and before of one field as one interval', () => {
    const given = parseFilters([
      ['loggedOnAt', 'from:2026-11-24T06:30:00.000Z'],
      ['kind', 'radius'],
      ['loggedOnAt', 'before:2026-11-24T12:30:00.000Z'],
    ])

    const conditions = toConditions(given)

    expect(conditions).toEqual([
      {
        type: 'between',
        field: 'loggedOnAt',
        from: new Date('2026-11-24T06:30:00.000Z'),
        before: new Date('2026-11-24T12:30:00.000Z'),
      },
      { type: 'choice', field: 'kind', value: 'radius' },
    ])
  })

  test('that are blank ask for nothing, in every field that is offered but the one that has nothing to fill in', () => {
    const blank = offeredFields.filter((field) => field !== 'cameBack').map(blankCondition)

    expect(toFilters(blank)).toEqual([])
  })

  test('start case sensitive', () => {
    const [filter] = toFilters([{ ...blankText(), value: 'Ada' }])

    expect(filter).toEqual({ field: 'userId', operator: 'contains', value: 'Ada' })
  })

  test('know an interval that ends before it begins', () => {
    const noon = new Date('2026-11-24T12:00:00Z')

    expect(endsBeforeItBegins({ type: 'between', field: 'loggedOnAt', from: noon, before: noon })).toBe(true)
    expect(endsBeforeItBegins({ type: 'between', field: 'loggedOnAt', from: noon, before: null })).toBe(false)
  })
})

function blankText() {
  const blank = blankCondition('userId')
  if (blank.type !== 'text') throw new Error('User ID is a text field')
  return blank
}
