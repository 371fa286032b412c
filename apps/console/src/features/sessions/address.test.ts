import { defaultSort, parseFilters, parseSort, sortFields } from '@curfew/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddress, writeAddress } from './address.ts'

const sort = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...sortFields), fc.boolean()), {
    minLength: 1,
    maxLength: 2,
    selector: ([field]) => field,
  })
  .map((keys) => parseSort(keys.map(([field, descending]) => (descending ? `-${field}` : field)).join(',')))
const filters = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.constant('userId'),
        fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `contains:${text}`),
      ),
      fc.tuple(fc.constant('kind'), fc.constantFrom('radius', 'api')),
    ),
    { maxLength: 6 },
  )
  .map(parseFilters)

describe('the address of the page', () => {
  test('reproduces search, sort and open detail for whoever opens it', () => {
    fc.assert(
      fc.property(filters, sort, fc.option(fc.uuid()), (filters, sort, sessionId) => {
        const text = writeAddress({ filters, sort, sessionId }).toString()

        const { refused, ...address } = readAddress(new URLSearchParams(text))

        expect(address).toEqual({ filters, sort, sessionId })
        expect(refused).toEqual([])
      }),
    )
  })

  test('is empty for the page as it first shows', () => {
    const query = writeAddress({ filters: [], sort: defaultSort, sessionId: null })

    expect(query.toString()).toBe('')
  })

  test('keeps what can be read and names what cannot', () => {
    const query = new URLSearchParams('userId=contains:Ada&kind=fax&sort=shoeSize&userid=equals:x')

    const address = readAddress(query)

    expect(address.filters).toEqual(parseFilters([['userId', 'contains:Ada']]))
    expect(address.sort).toEqual(defaultSort)
    expect(address.refused).toHaveLength(3)
    expect(address.refused[0]).toMatch(/^kind: choices are /)
  })

  test('never fails, whatever is written into it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('sort', 'kind', 'userId', 'session', 'x'), fc.string())),
        (entries) => {
          void readAddress(new URLSearchParams(entries))
        },
      ),
    )
  })

  test('leaves more filters than the server takes out, and says so', () => {
    const query = new URLSearchParams(Array.from({ length: 25 }, (_, index) => ['userId', `contains:${index}`]))

    const address = readAddress(query)

    expect(address.filters).toHaveLength(20)
    expect(address.refused).toHaveLength(5)
  })

  test('keeps the scenario of a mock back end', () => {
    const query = writeAddress(
      { filters: [], sort: defaultSort, sessionId: 's1' },
      new URLSearchParams('scenario=slow'),
    )

    expect(query.toString()).toBe('scenario=slow&session=s1')
  })
})
