import {
  type Filter,
  foldCase,
  type Sort,
  sessionKinds,
  sessionStatuses,
  sortFields,
  textFields,
  textOperators,
  vias,
} from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aSession } from './cast/index.ts'
import { compareSessions, compareText, matches, sortValue } from './search.ts'
import type { Session } from './session.ts'

const byId = (one: Session, other: Session) => compareText(one.id, other.id)
const now = new Date('2026-03-02T12:00:00.000Z')
/** Few letters, so that needles are found; with letters whose cases differ in length, and some beyond the basic plane. */
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'ß', 'ẞ', 'İ', 'ı', 'Σ', 'ς', 'σ', '𠮷', '𐐀', '𐐨', '\uffee', 'é'),
  maxLength: 6,
})
const time = fc.integer({ min: 0, max: 5 }).map((hours) => new Date(now.getTime() - hours * 3_600_000))
const session = fc
  .record({
    id: fc.integer({ min: 0, max: 20 }).map(String),
    userId: text,
    lastName: text,
    firstName: text,
    clientAddress: text,
    source: text,
    securityDomain: text,
    identitySource: text,
    kind: fc.constantFrom(...sessionKinds),
    status: fc.constantFrom(...sessionStatuses),
    via: fc.constantFrom(null, ...vias),
    loggedOnAt: time,
    lastActivityAt: time,
    command: fc.option(fc.record({ name: fc.constant('Export'), startedAt: time })),
  })
  .map((overrides) => aSession(overrides))
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    field: fc.constantFrom(...textFields),
    operator: fc.constantFrom(...textOperators),
    value: text.filter((value) => value !== ''),
  }),
  fc.constantFrom(...sessionKinds).map((value): Filter => ({ field: 'kind', operator: 'equals', value })),
  fc.constantFrom(...sessionStatuses).map((value): Filter => ({ field: 'status', operator: 'equals', value })),
  fc.constantFrom(...vias).map((value): Filter => ({ field: 'via', operator: 'equals', value })),
  fc.record({
    field: fc.constantFrom('loggedOnAt', 'lastActivityAt'),
    operator: fc.constantFrom('from', 'before'),
    value: time,
  }),
  fc.integer({ min: 0, max: 20_000 }).map((value): Filter => ({ field: 'idleSeconds', operator: 'atLeast', value })),
)

/** The same, written as slowly as it is said. */
function isWanted(session: Session, filters: readonly Filter[]): boolean {
  const fields = new Set(filters.map(({ field }) => field))
  for (const field of fields) {
    const said = filters.filter((filter) => filter.field === field).map((filter) => holds(session, filter))
    const isChoice = field === 'kind' || field === 'status' || field === 'via'
    if (isChoice ? !said.includes(true) : said.includes(false)) return false
  }
  return true
}

function holds(session: Session, filter: Filter): boolean {
  if (filter.field === 'idleSeconds') return Number(now) - Number(session.lastActivityAt) >= 1000 * filter.value
  if (filter.field === 'cameBack') return session.cameBack !== null
  const value = session[filter.field]
  if (value instanceof Date) {
    const isEarlier = Number(value) < Number(filter.value)
    return filter.operator === 'before' ? isEarlier : !isEarlier
  }
  const ignoresCase = filter.operator.endsWith('IgnoringCase')
  const [hay, needle] = [String(value), String(filter.value)].map((one) =>
    Array.from(ignoresCase ? foldCase(one) : one),
  )
  const places = hay?.map((_, place) => place).concat(hay.length) ?? []
  const found = places.filter((place) => needle?.every((letter, at) => hay?.[place + at] === letter))
  if (filter.operator.startsWith('contains')) return found.length > 0
  return found.includes(0) && (filter.operator.startsWith('startsWith') || hay?.length === needle?.length)
}

test('filters find what a reader who goes through it by hand finds', () => {
  fc.assert(
    fc.property(session, fc.array(filter, { maxLength: 4 }), (session, filters) => {
      expect(matches(session, filters, now)).toBe(isWanted(session, filters))
    }),
    { numRuns: 2_000 },
  )
})

test('search is case sensitive unless it is told to ignore case', () => {
  const admin = aSession({ userId: 'admin' })

  expect(matches(admin, [{ field: 'userId', operator: 'contains', value: 'Admin' }], now)).toBe(false)
  expect(matches(admin, [{ field: 'userId', operator: 'containsIgnoringCase', value: 'Admin' }], now)).toBe(true)
})

test('folding a part of a text gives a part of the folded text, so one index serves both', () => {
  const any = fc.oneof(text, fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(any, any, (one, other) => {
      expect(foldCase(one + other)).toBe(foldCase(one) + foldCase(other))
      expect(foldCase(foldCase(one))).toBe(foldCase(one))
    }),
  )
})

test('text is in the order of its UTF-8 bytes', () => {
  const any = fc.oneof(text, fc.string({ unit: 'binary' })).map((one) => one.toWellFormed())
  fc.assert(
    fc.property(any, any, (one, other) => {
      expect(Math.sign(compareText(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)))
    }),
    { numRuns: 2_000 },
  )
})

const sortKey = fc.record({ field: fc.constantFrom(...sortFields), descending: fc.boolean() })
const sort: fc.Arbitrary<Sort> = fc.oneof(
  sortKey.map((key): Sort => [key]),
  fc.tuple(sortKey, sortKey).map((keys): Sort => keys),
)

test('the order of a page is total, and the same backwards when every direction is turned', () => {
  fc.assert(
    fc.property(sort, fc.uniqueArray(session, { selector: ({ id }) => id }), (sort, sessions) => {
      const turned = sort.map(({ field, descending }) => ({ field, descending: !descending }))
      const [first, second] = turned
      if (!first) throw new Error('A sort has a key.')
      const backwards: Sort = second ? [first, second] : [first]

      const sorted = sessions.toSorted(compareSessions(sort, byId))

      expect(sessions.toReversed().sort(compareSessions(sort, byId))).toEqual(sorted)
      expect(sessions.toSorted(compareSessions(backwards, byId))).toEqual(sorted.toReversed())
    }),
  )
})

test('sorted sessions have their first values in order, and those without a command before all others', () => {
  fc.assert(
    fc.property(sortKey, fc.array(session), (key, sessions) => {
      const values = sessions.toSorted(compareSessions([key], byId)).map((one) => sortValue(one, key.field))
      const rising = key.descending ? values.toReversed() : values

      for (const [at, value] of rising.entries()) {
        const next = rising[at + 1]
        if (next === undefined || value === null) continue
        expect(next).not.toBeNull()
        if (typeof next === 'number') expect(next).toBeGreaterThanOrEqual(Number(value))
        else expect(compareText(String(value), String(next))).toBeLessThanOrEqual(0)
      }
    }),
  )
})
