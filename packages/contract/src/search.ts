import { CurfewError } from './problem.ts'
import { type SessionKind, type SessionStatus, sessionKinds, sessionStatuses, type Via, vias } from './words.ts'

/** Text fields: searched by value, case sensitive unless the operator says otherwise. */
export const textFields = [
  'userId',
  'lastName',
  'firstName',
  'clientAddress',
  'source',
  'securityDomain',
  'identitySource',
] as const
export type TextField = (typeof textFields)[number]

/** `…IgnoringCase` compares `foldCase` of both sides. */
export const textOperators = [
  'contains',
  'startsWith',
  'equals',
  'containsIgnoringCase',
  'startsWithIgnoringCase',
  'equalsIgnoringCase',
] as const
export type TextOperator = (typeof textOperators)[number]

/** Time fields take `from:` (inclusive) and `before:` (exclusive), ISO 8601. */
export const timeFields = ['loggedOnAt', 'lastActivityAt'] as const
export type TimeField = (typeof timeFields)[number]

/**
 * One condition. On the wire `field=operator:value`, or `field=value` for kind, status and via.
 * Conditions of the same choice field are alternatives; all others must hold together.
 */
export type Filter =
  | { field: TextField; operator: TextOperator; value: string }
  | { field: 'kind'; operator: 'equals'; value: SessionKind }
  | { field: 'status'; operator: 'equals'; value: SessionStatus }
  | { field: 'via'; operator: 'equals'; value: Via }
  | { field: TimeField; operator: 'from' | 'before'; value: Date }
  /** Came back after a closure. */
  | { field: 'cameBack'; operator: 'equals'; value: 'yes' }
  /** Idle longer than so many seconds, as of the moment of asking. */
  | { field: 'idleSeconds'; operator: 'atLeast'; value: number }

export const choiceFields = { kind: sessionKinds, status: sessionStatuses, via: vias } as const
export type ChoiceField = keyof typeof choiceFields
export const filterFields = [...textFields, 'kind', 'status', 'via', ...timeFields, 'idleSeconds', 'cameBack'] as const
export type FilterField = (typeof filterFields)[number]

/** Every sortable column. `expiresAt` is shown as Remaining, `lastActivityAt` also as Idle. */
export const sortFields = [
  'userId',
  'lastName',
  'firstName',
  'kind',
  'status',
  'clientAddress',
  'source',
  'securityDomain',
  'loggedOnAt',
  'lastActivityAt',
  'expiresAt',
  'commandStartedAt',
] as const
export type SortField = (typeof sortFields)[number]
export type SortKey = { field: SortField; descending: boolean }
/** One or two keys; ties are broken by the order of registration, in the first key's direction. */
export type Sort = readonly [SortKey] | readonly [SortKey, SortKey]

export const defaultSort: Sort = [{ field: 'lastActivityAt', descending: true }]
export const maxFilters = 20
export const maxNeedleLength = 200
export const maxPageSize = 500

/**
 * Case folding character by character, so that folding a part of a text gives a part of the folded text;
 * an index over folded text can therefore serve both comparisons.
 */
export function foldCase(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase()
  return Array.from(text, (character) => character.toLowerCase()).join('')
}

/**
 * Read filters from a query (`URLSearchParams` entries or a plan's `matching`).
 *
 * @throws CurfewError `invalid-request`: an unknown field or operator, or a value the field does not take
 */
export function parseFilters(entries: Iterable<readonly [string, string]>): Filter[] {
  const filters = Array.from(entries, ([field, text]) => parseFilter(field, text))
  if (filters.length > maxFilters) throw invalid('', `at most ${maxFilters} filters`)
  return filters
}

/** The inverse of `parseFilters`. */
export function printFilters(filters: readonly Filter[]): [FilterField, string][] {
  return filters.map((filter) => {
    const value = filter.value instanceof Date ? filter.value.toISOString() : String(filter.value)
    return [filter.field, `${filter.operator}:${value}`]
  })
}

/** Read `sort=-lastActivityAt` or `sort=kind,-loggedOnAt`. @throws CurfewError `invalid-request` */
export function parseSort(text: string): Sort {
  const keys = text.split(',').map((part): SortKey => {
    const descending = part.startsWith('-')
    const field = sortFields.find((known) => known === (descending ? part.slice(1) : part))
    if (!field) throw invalid('sort', `"${part}" is not a column; columns are ${sortFields.join(', ')}`)
    return { field, descending }
  })
  const [first, second, third] = keys
  if (!first || third) throw invalid('sort', 'give one or two columns')
  if (!second) return [first]
  if (second.field === first.field) throw invalid('sort', 'the two columns are the same')
  return [first, second]
}

export function printSort(sort: Sort): string {
  return sort.map(({ field, descending }) => (descending ? `-${field}` : field)).join(',')
}

/** Whether ignoring case could find more than these filters do. */
export function isCaseSensitive(filter: Filter): boolean {
  return (
    filter.operator === 'contains' ||
    filter.operator === 'startsWith' ||
    (filter.operator === 'equals' && isTextFilter(filter))
  )
}

export function isTextFilter(filter: Filter): filter is Extract<Filter, { field: TextField }> {
  return (textFields as readonly string[]).includes(filter.field)
}

/** The same conditions with case ignored in every text field. */
export function ignoreCase(filters: readonly Filter[]): Filter[] {
  return filters.map((filter) => {
    if (!isTextFilter(filter)) return filter
    const operator = textOperators.find((known) => known === `${filter.operator}IgnoringCase`)
    return operator ? { ...filter, operator } : filter
  })
}

function parseFilter(field: string, text: string): Filter {
  const colon = text.indexOf(':')
  const [operator, value] = colon < 0 ? ['equals', text] : [text.slice(0, colon), text.slice(colon + 1)]

  const textField = textFields.find((known) => known === field)
  if (textField) {
    const textOperator = textOperators.find((known) => known === operator)
    if (!textOperator || colon < 0)
      throw invalid(field, `write operator:value; operators are ${textOperators.join(', ')}`)
    if (value.length === 0 || value.length > maxNeedleLength)
      throw invalid(field, `give 1 to ${maxNeedleLength} characters`)
    return { field: textField, operator: textOperator, value }
  }
  if (field === 'kind' || field === 'status' || field === 'via') return parseChoice(field, operator, value)
  if (field === 'loggedOnAt' || field === 'lastActivityAt') {
    if (operator !== 'from' && operator !== 'before') throw invalid(field, 'operators are from, before')
    const at = readTime(value)
    if (!at) throw invalid(field, 'give a time as ISO 8601')
    return { field, operator, value: at }
  }
  if (field === 'idleSeconds') {
    const seconds = Number(value)
    if (operator !== 'atLeast') throw invalid(field, 'the operator is atLeast')
    if (!/^\d+$/.test(value) || seconds > 1e9) throw invalid(field, 'give whole seconds')
    return { field, operator, value: seconds }
  }
  if (field === 'cameBack') {
    if (operator !== 'equals' || value !== 'yes') throw invalid(field, 'the choice is yes')
    return { field, operator, value }
  }
  throw invalid(field, `"${field}" is not a search field; fields are ${filterFields.join(', ')}`)
}

/** `Date` alone would take `3/4/2026` for March, `1` for a year, and make of 30 February a day in March. */
function readTime(text: string): Date | null {
  const day = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text)?.[1]
  const [midnight, at] = [new Date(`${day}T00:00:00Z`), new Date(text)]
  if (day === undefined || Number.isNaN(midnight.getTime()) || Number.isNaN(at.getTime())) return null
  return midnight.toISOString().startsWith(day) ? at : null
}

function parseChoice(field: ChoiceField, operator: string, text: string): Filter {
  if (operator !== 'equals') throw invalid(field, 'the operator is equals')
  const kind = field === 'kind' && sessionKinds.find((known) => known === text)
  if (kind) return { field: 'kind', operator, value: kind }
  const status = field === 'status' && sessionStatuses.find((known) => known === text)
  if (status) return { field: 'status', operator, value: status }
  const via = field === 'via' && vias.find((known) => known === text)
  if (via) return { field: 'via', operator, value: via }
  throw invalid(field, `choices are ${choiceFields[field].join(', ')}`)
}

function invalid(path: string, message: string): CurfewError {
  const detail = `The search cannot be read: ${path ? `${path}: ` : ''}${message}.`
  return new CurfewError('invalid-request', detail, { errors: [{ path, message }] })
}
