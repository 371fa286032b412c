import {
  type ChoiceField,
  choiceFields,
  type Filter,
  type FilterField,
  isTextFilter,
  parseFilters,
  type TextField,
  type TimeField,
  textFields,
} from '@curfew/contract'

export const comparisons = ['contains', 'startsWith', 'equals'] as const
export type Comparison = (typeof comparisons)[number]

/** One thing that is asked for, as the search bar edits it and a chip shows it. */
export type Condition =
  | {
      readonly type: 'text'
      readonly field: TextField
      readonly comparison: Comparison
      readonly matchCase: boolean
      readonly value: string
    }
  | { readonly type: 'choice'; readonly field: ChoiceField; readonly value: string }
  | { readonly type: 'between'; readonly field: TimeField; readonly from: Date | null; readonly before: Date | null }
  | { readonly type: 'idle'; readonly seconds: number | null }
  | { readonly type: 'back' }

/** What the search bar offers, in this order; addresses may ask for more (`filterFields`). */
export const offeredFields = [
  'userId',
  'lastName',
  'firstName',
  'clientAddress',
  'source',
  'securityDomain',
  'kind',
  'status',
  'via',
  'loggedOnAt',
  'idleSeconds',
  'cameBack',
] as const satisfies readonly FilterField[]

export function fieldOf(condition: Condition): FilterField {
  if (condition.type === 'back') return 'cameBack'
  return condition.type === 'idle' ? 'idleSeconds' : condition.field
}

/** A condition of that field with nothing asked yet; text starts as *contains*, case sensitive. */
export function blankCondition(field: FilterField): Condition {
  const text = textFields.find((known) => known === field)
  if (text) return { type: 'text', field: text, comparison: 'contains', matchCase: true, value: '' }
  if (field === 'loggedOnAt' || field === 'lastActivityAt') return { type: 'between', field, from: null, before: null }
  if (field === 'kind' || field === 'status' || field === 'via') return { type: 'choice', field, value: '' }
  return field === 'cameBack' ? { type: 'back' } : { type: 'idle', seconds: null }
}

/** Whether it asks for anything yet. */
export function isBlank(condition: Condition): boolean {
  if (condition.type === 'between') return condition.from === null && condition.before === null
  if (condition.type === 'idle') return condition.seconds === null
  if (condition.type === 'back') return false
  return condition.value === ''
}

/** An interval that no instant lies in. */
export function endsBeforeItBegins(condition: Condition): boolean {
  return (
    condition.type === 'between' &&
    condition.from !== null &&
    condition.before !== null &&
    condition.before <= condition.from
  )
}

/** The filters that conditions ask for; blank ones ask for nothing. @throws CurfewError `invalid-request` */
export function toFilters(conditions: readonly Condition[]): Filter[] {
  return parseFilters(conditions.flatMap(print))
}

/** The conditions that filters stand for: `from` and `before` of one field become one interval. */
export function toConditions(filters: readonly Filter[]): Condition[] {
  const conditions: Condition[] = []
  for (const filter of filters) {
    const condition = toCondition(filter)
    const partner = condition.type === 'between' ? conditions.findIndex((known) => completes(known, condition)) : -1
    const half = conditions[partner]
    if (condition.type === 'between' && half?.type === 'between')
      conditions[partner] = { ...half, from: half.from ?? condition.from, before: half.before ?? condition.before }
    else conditions.push(condition)
  }
  return conditions
}

function toCondition(filter: Filter): Condition {
  if (isTextFilter(filter)) {
    const comparison = comparisons.find((known) => filter.operator.startsWith(known)) ?? 'contains'
    const matchCase = filter.operator === comparison
    return { type: 'text', field: filter.field, comparison, matchCase, value: filter.value }
  }
  switch (filter.field) {
    case 'kind':
    case 'status':
    case 'via':
      return { type: 'choice', field: filter.field, value: filter.value }
    case 'idleSeconds':
      return { type: 'idle', seconds: filter.value }
    case 'cameBack':
      return { type: 'back' }
    default:
      return filter.operator === 'from'
        ? { type: 'between', field: filter.field, from: filter.value, before: null }
        : { type: 'between', field: filter.field, from: null, before: filter.value }
  }
}

/** Whether `known` lacks exactly the end that `half` gives. */
function completes(known: Condition, half: Extract<Condition, { type: 'between' }>): boolean {
  if (known.type !== 'between' || known.field !== half.field) return false
  return half.from === null ? known.before === null : known.from === null
}

function print(condition: Condition): [FilterField, string][] {
  if (isBlank(condition)) return []
  switch (condition.type) {
    case 'text': {
      const operator = condition.matchCase ? condition.comparison : `${condition.comparison}IgnoringCase`
      return [[condition.field, `${operator}:${condition.value}`]]
    }
    case 'choice':
      return [[condition.field, `equals:${condition.value}`]]
    case 'idle':
      return [['idleSeconds', `atLeast:${condition.seconds}`]]
    case 'back':
      return [['cameBack', 'equals:yes']]
    case 'between':
      return [
        ...(condition.from ? [[condition.field, `from:${condition.from.toISOString()}`] as [FilterField, string]] : []),
        ...(condition.before
          ? [[condition.field, `before:${condition.before.toISOString()}`] as [FilterField, string]]
          : []),
      ]
  }
}

/** What a choice field can be set to. `authentication-agent` is never listed, so it is not offered. */
export function offeredChoices(field: ChoiceField): readonly string[] {
  return choiceFields[field].filter((choice) => choice !== 'authentication-agent' && choice !== 'closed')
}
