import {
  type ChoiceField,
  choiceFields,
  type Filter,
  foldCase,
  isTextFilter,
  type Sort,
  type SortField,
  type TextOperator,
} from '@curfew/contract'
import { deadlineOf } from './limits.ts'
import type { Session } from './session.ts'

type ChoiceFilter = Extract<Filter, { field: ChoiceField }>

/**
 * Whether a session meets all filters: conditions of one choice field are alternatives, all others must hold together.
 *
 * @param now what *idle* is counted from
 */
export function matches(session: Session, filters: readonly Filter[], now: Date): boolean {
  return filters.every((filter) =>
    isChoice(filter) ? isChosen(session, filter, filters) : meets(session, filter, now),
  )
}

function isChoice(filter: Filter): filter is ChoiceFilter {
  return Object.hasOwn(choiceFields, filter.field)
}

function isChosen(session: Session, { field }: ChoiceFilter, filters: readonly Filter[]): boolean {
  return filters.some((filter) => filter.field === field && filter.value === session[field])
}

function meets(session: Session, filter: Exclude<Filter, ChoiceFilter>, now: Date): boolean {
  if (isTextFilter(filter)) return compare[filter.operator](session[filter.field], filter.value)
  if (filter.field === 'cameBack') return session.cameBack !== null
  if (filter.field === 'idleSeconds') {
    return now.getTime() - session.lastActivityAt.getTime() >= filter.value * 1000
  }
  const at = session[filter.field].getTime()
  return filter.operator === 'from' ? at >= filter.value.getTime() : at < filter.value.getTime()
}

const compare: Readonly<Record<TextOperator, (text: string, needle: string) => boolean>> = {
  contains: (text, needle) => text.includes(needle),
  startsWith: (text, needle) => text.startsWith(needle),
  equals: (text, needle) => text === needle,
  containsIgnoringCase: (text, needle) => foldCase(text).includes(foldCase(needle)),
  startsWithIgnoringCase: (text, needle) => foldCase(text).startsWith(foldCase(needle)),
  equalsIgnoringCase: (text, needle) => foldCase(text) === foldCase(needle),
}

/**
 * Order by code point, as a database that compares the bytes of UTF-8 does. JavaScript's own order is by UTF-16 unit and
 * puts what is beyond the basic plane before a part of what is in it.
 */
export function compareText(one: string, other: string): number {
  const shared = Math.min(one.length, other.length)
  for (let index = 0; index < shared; index += 1) {
    const difference = rank(one.charCodeAt(index)) - rank(other.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

/** Surrogates come last: the characters that they write lie beyond all that one unit can write. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** What a column is sorted by: text, or a time in milliseconds; null when no command is in flight. */
export function sortValue(session: Session, field: SortField): string | number | null {
  if (field === 'expiresAt') return deadlineOf(session).getTime()
  if (field === 'commandStartedAt') return session.command?.startedAt.getTime() ?? null
  const value = session[field]
  return value instanceof Date ? value.getTime() : value
}

/**
 * The order of a page: by each key in its direction, null below every value; ties in the first key's direction.
 *
 * @param compareNumbers which of two was registered first
 */
export function compareSessions(
  sort: Sort,
  compareNumbers: (one: Session, other: Session) => number,
): (one: Session, other: Session) => number {
  return (one, other) => {
    for (const { field, descending } of sort) {
      const order = compareValues(sortValue(one, field), sortValue(other, field))
      if (order !== 0) return descending ? -order : order
    }
    return sort[0].descending ? compareNumbers(other, one) : compareNumbers(one, other)
  }
}

function compareValues(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return compareText(String(one), String(other))
}
