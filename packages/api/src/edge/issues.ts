import { CurfewError, type Problem } from '@curfew/contract'
import type * as z from 'zod/mini'

type Issue = z.core.$ZodIssue
type Wrong = NonNullable<Problem['errors']>[number]

const maxIssues = 20

/** What is wrong where, in our words. A value is never quoted: it may be a password in the wrong place. */
export function issuesInWords(issues: readonly Issue[]): Wrong[] {
  return issues
    .slice(0, maxIssues)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: inWords(issue) }))
}

/** A body that does not have the shape that is taken here. */
export function unreadable(issues: readonly Issue[]): CurfewError {
  const errors = issuesInWords(issues)
  const [first] = errors
  const detail = `The request cannot be read: ${first?.path ? `${first.path}: ` : ''}${first?.message}. Nothing was changed.`
  return new CurfewError('invalid-request', detail, { errors })
}

function inWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${withArticle(issue.expected)}`
    case 'too_small':
      return `give at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `give at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_value':
      return `give one of ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return 'there are fields that do not belong here'
    case 'invalid_union':
      return 'it fits none of the shapes that are taken here'
    default:
      return 'it does not have the form that is taken here'
  }
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' items' : ''
}
