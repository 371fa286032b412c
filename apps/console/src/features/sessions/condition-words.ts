import type { Condition } from './conditions.ts'
import { formats, words } from './words.ts'

/** A condition in words, as its chip says it. */
export function describeCondition(condition: Condition, now: Date): string {
  const { search } = words
  switch (condition.type) {
    case 'text': {
      const text = search.textChip(condition.field, search.comparisons[condition.comparison], condition.value)
      return condition.matchCase ? text : `${text} (${search.caseIgnored})`
    }
    case 'choice':
      return search.choiceChip(condition.field, search.choice(condition.field, condition.value))
    case 'back':
      return search.fields.cameBack
    case 'idle':
      return search.idleChip(condition.seconds ?? 0)
    case 'between': {
      const print = (at: Date | null) => at && formats.moment(at, now)
      return search.betweenChip(condition.field, print(condition.from), print(condition.before))
    }
  }
}
