import { choiceFields, type Filter, isTextFilter } from '@curfew/contract'
import type { Search } from '@curfew/registry'
import { type RawBuilder, sql } from 'kysely'
import type { Connection } from './connection.ts'
import { columnOf, type GridColumn, indexedTable, isOfActivity, reference } from './grid-columns.ts'
import { beginningWith, exactly, type Interval, intersect, within } from './intervals.ts'
import { meets, selectProposed, selectWordsMeeting, type TextFilter, wordsMeeting } from './needles.ts'
import { listed } from './session-rows.ts'

/** One thing that a session must meet, and where those that meet it can be looked up. */
export type Condition = {
  /** True of a session `s` and its activity `a`. */
  readonly holds: RawBuilder<unknown>
  readonly needsActivity: boolean
  /** Each value has to be folded to be judged, which is slow. */
  readonly isFolding?: boolean
  /** When it says that a column's value lies between two ends. */
  readonly interval?: Interval
  /** When it says that this column has one of several values. */
  readonly column?: GridColumn
  /** Those values, when they are few; unsorted. */
  readonly values?: () => readonly string[] | undefined
  /** Asked once, and only when it matters. */
  readonly candidates: () => Candidates
}

/** Numbers of sessions of the grid: all that meet the condition. */
export type Candidates = {
  readonly numbers: RawBuilder<{ number: number }>
  /** The same as a statement's source of sessions `s`. */
  readonly sessions: RawBuilder<unknown>
  /** Undefined: more than few. */
  readonly few: number | undefined
  /** More than few, and yet of so few words that their index gives them soon. */
  readonly areSoonListed?: boolean
}

/** What a search asks for. Filters of one choice field are alternatives; all others must hold together. */
export function conditionsOf(connection: Connection, { filters, now }: Search): Condition[] {
  const intervals = new Map<GridColumn, Interval>()
  for (const filter of filters) {
    const interval = intervalOf(filter, now)
    const known = interval && intervals.get(interval.column)
    if (interval) intervals.set(interval.column, known ? intersect(known, interval) : interval)
  }
  return [
    ...Array.from(intervals.values(), (interval) => lyingIn(connection, interval)),
    ...(['kind', 'status', 'via'] as const).flatMap((field) => {
      const values = choiceFields[field].filter((value) => filters.some((filter) => isChoice(filter, field, value)))
      return values.length === 0 ? [] : [oneOf(connection, columnOf(field), values)]
    }),
    ...(filters.some(({ field }) => field === 'cameBack') ? [havingComeBack(connection)] : []),
    ...filters.filter(isTextFilter).flatMap((filter) => (intervalOf(filter, now) ? [] : [word(connection, filter)])),
  ]
}

export function lyingIn(connection: Connection, interval: Interval): Condition {
  const { column } = interval
  const holds = allOf(within(interval))
  return {
    holds,
    needsActivity: isOfActivity(column),
    interval,
    candidates: once(() => counted(connection, numbersBy(column, holds))),
  }
}

/** All conditions of a list, which may be empty. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)
}

function oneOf(connection: Connection, column: GridColumn, values: readonly string[]): Condition {
  const [only, ...others] = values
  if (only !== undefined && others.length === 0) return lyingIn(connection, exactly(column, only))
  const holds = sql`${reference(column)} IN ${listed(values)}`
  return {
    holds,
    needsActivity: false,
    column,
    values: () => values,
    candidates: once(() => counted(connection, numbersBy(column, holds))),
  }
}

function havingComeBack(connection: Connection): Condition {
  const holds = sql`s.came_back_closure_id IS NOT NULL`
  const numbers = sql<{ number: number }>`
    SELECT s.number AS number FROM session AS s INDEXED BY session_came_back WHERE s.in_grid = 1 AND ${holds}`
  return { holds, needsActivity: false, candidates: once(() => counted(connection, numbers)) }
}

function word(connection: Connection, filter: TextFilter): Condition {
  const column = columnOf(filter.field)
  // Most words are had by several sessions: with more words than this there are too many sessions anyway.
  const mostWords = Math.max(2, Math.ceil(connection.fewSessions / 4))
  // One after the other they cost too much; their index passes through more of them.
  const mostListed = 4 * mostWords
  const proposal = selectProposed(filter)
  const proposed = once(() => (proposal ? countUpTo(connection, proposal, mostListed + 1) : 0))
  const words = once(() => (proposed() > mostWords ? undefined : wordsMeeting(connection, filter, mostWords)))
  return {
    holds: meets(filter, reference(column)),
    needsActivity: false,
    isFolding: filter.operator.endsWith('IgnoringCase'),
    column,
    values: words,
    candidates: once(() => {
      const listed = words()
      if (listed) {
        const those = havingWords(column, sql`SELECT value FROM json_each(${JSON.stringify(listed)})`)
        return { ...counted(connection, numbersOf(those)), sessions: those }
      }
      const those = havingWords(column, selectWordsMeeting(filter))
      const areSoonListed = proposed() > 0 && proposed() <= mostListed
      return { numbers: numbersOf(those), sessions: those, few: undefined, areSoonListed }
    }),
  }
}

function intervalOf(filter: Filter, now: Date): Interval | undefined {
  switch (filter.field) {
    case 'loggedOnAt':
    case 'lastActivityAt': {
      const value = filter.value.getTime()
      const column = columnOf(filter.field)
      return filter.operator === 'from'
        ? { column, low: { value, isOpen: false } }
        : { column, high: { value, isOpen: true } }
    }
    case 'idleSeconds':
      return { column: 'at', high: { value: now.getTime() - filter.value * 1000, isOpen: false } }
    case 'kind':
    case 'status':
    case 'via':
    case 'cameBack':
      return undefined
    default:
      if (filter.operator === 'equals') return exactly(columnOf(filter.field), filter.value)
      return filter.operator === 'startsWith' ? beginningWith(columnOf(filter.field), filter.value) : undefined
  }
}

function isChoice(filter: Filter, field: keyof typeof choiceFields, value: string): boolean {
  return filter.field === field && filter.value === value
}

function numbersBy(column: GridColumn, holds: RawBuilder<unknown>): RawBuilder<{ number: number }> {
  const { from, isInGrid, number } = indexedTable(column)
  return sql`SELECT ${number} AS number FROM ${from} WHERE ${isInGrid} AND ${holds}`
}

/** Sessions `s` by the index of the column, word after word. */
function havingWords(column: GridColumn, words: RawBuilder<unknown>): RawBuilder<unknown> {
  const { from, isInGrid } = indexedTable(column)
  return sql`(${words}) AS word CROSS JOIN ${from} ON ${reference(column)} = word.value AND ${isInGrid}`
}

function numbersOf(sessions: RawBuilder<unknown>): RawBuilder<{ number: number }> {
  return sql`SELECT s.number AS number FROM ${sessions}`
}

export function numbered(numbers: RawBuilder<{ number: number }>): RawBuilder<unknown> {
  return sql`(${numbers}) AS candidate CROSS JOIN session AS s ON s.number = candidate.number`
}

function counted(connection: Connection, numbers: RawBuilder<{ number: number }>): Candidates {
  const count = countUpTo(connection, numbers, connection.fewSessions + 1)
  return { numbers, sessions: numbered(numbers), few: count > connection.fewSessions ? undefined : count }
}

export function countUpTo(connection: Connection, rows: RawBuilder<unknown>, most: number): number {
  const counted = connection.first(sql<{ count: number }>`SELECT count(*) AS count FROM (${rows} LIMIT ${most})`)
  return counted?.count ?? 0
}

function once<Result>(compute: () => Result): () => Result {
  let known: { result: Result } | undefined
  return () => {
    known ??= { result: compute() }
    return known.result
  }
}
